import type { IncomingMessage } from 'node:http';
import { applicationOf } from '@gatehouse/applications/contract';
import type { QueryBus } from '@gatehouse/kernel';
import { commonProblems, ProblemError } from '@gatehouse/platform/edge';
import type { RequestHandler } from 'express';
import { queryOf } from './query-of.js';

const DEFAULT = 'default';

export type ApplicationOfRequest = (request: IncomingMessage) => Promise<string>;

/** The slug in `Gatehouse-Application`, `default` where there is none. Throws ProblemError 400 application-unknown. */
export const applicationOfRequest =
  (queries: QueryBus): ApplicationOfRequest =>
  async (request) => {
    const slug = request.headers['gatehouse-application'] ?? DEFAULT;
    // Node reads headers as Latin-1; marks that came along with a copied slug are UTF-8.
    const application =
      typeof slug === 'string' ? await applicationOf(queries, Buffer.from(slug, 'latin1').toString()) : null;
    if (!application) throw new ProblemError(commonProblems['application-unknown']);
    return application.slug;
  };

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Takes the application from the query for what cannot send headers, such as links and `EventSource`: from here on it is
 * as if the header said it. Where both do, they have to say the same. What is no slug is left for the route to refuse.
 */
export const applicationFromQuery: RequestHandler = ({ url, headers }, _response, next) => {
  const [named, ...more] = queryOf(url).getAll('application');
  const header = headers['gatehouse-application'];
  if (named === undefined || more.length > 0 || !SLUG.test(named)) return next();
  if (header !== undefined && header !== named) throw new ProblemError(commonProblems['application-unknown']);
  headers['gatehouse-application'] = named;
  next();
};
