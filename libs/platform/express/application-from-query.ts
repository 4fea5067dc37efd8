import type { RequestHandler } from 'express';
import { commonProblems, ProblemError } from '../edge/index.js';
import { queryOf } from './query-of.js';

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
