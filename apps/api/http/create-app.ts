import { applicationOf, FindOriginAllowed } from '@gatehouse/applications/contract';
import { type CommandBus, internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import type { Settings } from '@gatehouse/platform/config';
import type { Administrators, Admission, Authenticator, DeadCookies, Operation } from '@gatehouse/platform/edge';
import {
  type ApplicationsOfOrigins,
  BASE_PATH,
  CallerNetwork,
  commonHeaders,
  crossOrigin,
  faultHandler,
  mountOperations,
  notFound,
  observeRequests,
  takeApplicationsFromQueries,
} from '@gatehouse/platform/express';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import express, { type Express, type RequestHandler, Router } from 'express';

export interface AppParts {
  readonly settings: Settings;
  readonly operations: readonly Operation[];
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly authenticator: Authenticator;
  readonly administrators: Administrators;
  readonly deadCookies: DeadCookies;
  readonly admission: Admission;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Pages and documents, which have headers of their own. */
  readonly pages?: readonly Router[];
}

/** The Express application: every operation of every context, and one way to say no. */
export function createApp(parts: AppParts): Express {
  const { settings, operations, queries, authenticator, administrators, deadCookies, admission, logger, metrics } =
    parts;
  const { basePath, trustedProxies, networkThrottleExempt, forwardedHeader } = settings.http;
  const applications = knownApplications(queries);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set(BASE_PATH, basePath);
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');

  app.use(observeRequests(logger, metrics));
  app.use(commonHeaders);
  app.use(beside('/v1/', parts.pages ?? []));
  takeApplicationsFromQueries(app, operations);
  const publicPaths = new Set(operations.filter((operation) => operation.isPublicDocument).map(({ path }) => path));
  app.use(crossOrigin(applications, settings.environment, publicPaths));
  mountOperations(app, operations, {
    basePath,
    bus: parts.commands,
    queries,
    applications: { bySlug: (slug) => applications.bySlug(asUtf8(slug)) },
    network: new CallerNetwork(trustedProxies, networkThrottleExempt, forwardedHeader),
    authenticator,
    administrators,
    deadCookies,
    admission,
    logger,
  });
  app.use(notFound);
  app.use(faultHandler(logger));
  return app;
}

/** Pages, for whatever is not below that path: their fifty routes would be compared with every call of an operation. */
function beside(path: string, pages: readonly Router[]): RequestHandler {
  const all = Router();
  for (const router of pages) all.use(router);
  return (request, response, next) => (request.path.startsWith(path) ? next() : all(request, response, next));
}

const BEYOND_ASCII = /[\x80-\xff]/;

/** Node reads headers as Latin-1; marks that came along with a copied slug are UTF-8. */
const asUtf8 = (slug: string): string => (BEYOND_ASCII.test(slug) ? Buffer.from(slug, 'latin1').toString() : slug);

const knownApplications = (queries: QueryBus): ApplicationsOfOrigins => ({
  bySlug: (slug) => applicationOf(queries, slug),
  allowsOrigin: async (origin) => {
    const found = await queries.ask(queryWith(FindOriginAllowed, { origin }), internalContext(''));
    return found.ok && found.value;
  },
});
