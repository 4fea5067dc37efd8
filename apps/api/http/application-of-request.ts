import type { IncomingMessage } from 'node:http';
import type { FindApplication } from '@gatehouse/applications/contract';
import { commonProblems, ProblemError } from '@gatehouse/platform/http';

const DEFAULT = 'default';

export type ApplicationOfRequest = (request: IncomingMessage) => Promise<string>;

/** The slug in `Gatehouse-Application`, `default` where there is none. Throws ProblemError 400 application-unknown. */
export const applicationOfRequest =
  (applications: FindApplication): ApplicationOfRequest =>
  async (request) => {
    const slug = request.headers['gatehouse-application'] ?? DEFAULT;
    // Node reads headers as Latin-1; marks that came along with a copied slug are UTF-8.
    const application =
      typeof slug === 'string' ? await applications.bySlug(Buffer.from(slug, 'latin1').toString()) : null;
    if (!application) throw new ProblemError(commonProblems['application-unknown']);
    return application.slug;
  };
