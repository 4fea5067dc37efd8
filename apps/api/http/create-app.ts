import type { QueryBus } from '@gatehouse/kernel';
import type { Settings } from '@gatehouse/platform/config';
import {
  type Administrators,
  type Authenticator,
  CallerNetwork,
  commonProblems,
  type DeadCookies,
  type Operation,
  ProblemError,
} from '@gatehouse/platform/edge';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { BASE_PATH } from './answer.js';
import { applicationFromQuery, applicationOfRequest } from './application-of-request.js';
import { COMMON_HEADERS } from './common-headers.js';
import { crossOrigin } from './cross-origin.js';
import { observeRequests } from './observe-requests.js';
import { requestIdOf } from './request-id.js';
import { answerFault, routeHandler } from './route-handler.js';

export interface AppParts {
  readonly settings: Settings;
  readonly operations: readonly Operation[];
  readonly queries: QueryBus;
  readonly authenticator: Authenticator;
  readonly administrators: Administrators;
  readonly deadCookies: DeadCookies;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Pages and documents, which have headers of their own. */
  readonly pages?: readonly Router[];
}

/** The Express application: every operation of every context, and one way to say no. */
export function createApp(parts: AppParts): Express {
  const { settings, operations, queries, authenticator, administrators, deadCookies, logger, metrics } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set(BASE_PATH, settings.http.basePath);
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');

  app.use(observeRequests(logger, metrics));
  app.use(commonHeaders);
  for (const pages of parts.pages ?? []) app.use(pages);
  for (const { path } of operations.filter((operation) => operation.applicationInQuery)) {
    app.all(expressPath(path), applicationFromQuery);
  }
  const publicPaths = new Set(operations.filter((operation) => operation.isPublicDocument).map(({ path }) => path));
  app.use(crossOrigin(queries, settings.environment, publicPaths));

  const { trustedProxies, networkThrottleExempt, forwardedHeader } = settings.http;
  const network = new CallerNetwork(trustedProxies, networkThrottleExempt, forwardedHeader);
  const applicationOf = applicationOfRequest(queries);
  const { basePath } = settings.http;
  const surroundings = { basePath, applicationOf, network, authenticator, administrators, deadCookies, logger };
  for (const [path, served] of operationsByPath(operations)) {
    const route = app.route(path);
    for (const operation of served) route[operation.method](routeHandler(operation, surroundings));
    route.all(methodNotAllowed(served));
  }
  app.use(notFound);
  app.use(faultHandler(logger));
  return app;
}

/** On streams, preflights and empty answers too; pages and documents say otherwise where they must. */
const commonHeaders: RequestHandler = (_request, response, next) => {
  response.set(COMMON_HEADERS);
  next();
};

/** Fixed paths before those with parameters: /v1/users/me is nobody's id. */
const operationsByPath = (operations: readonly Operation[]): Map<string, Operation[]> =>
  Map.groupBy(
    [...operations].sort((a, b) => parameters(a) - parameters(b)),
    ({ path }) => expressPath(path),
  );

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const parameters = ({ path }: Operation): number => path.split('{').length;

function methodNotAllowed(operations: readonly Operation[]): RequestHandler {
  const methods = operations.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const headers = { Allow: methods.join(', ') };
  return () => {
    throw new ProblemError(commonProblems['method-not-allowed'], {}, headers);
  };
}

const notFound: RequestHandler = () => {
  throw new ProblemError(commonProblems['not-found']);
};

const faultHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    // Express refuses what it cannot decode, such as a lone % in a path.
    const isMalformed = error instanceof Error && 'status' in error && error.status === 400;
    const fault = isMalformed ? new ProblemError(commonProblems['request-malformed']) : error;
    answerFault(fault, response, requestIdOf(response), logger);
  };
