import { type ErrorRequestHandler, type IRouter, type RequestHandler, Router } from 'express';
import { commonProblems, type Operation, ProblemError } from '../edge/index.js';
import type { Logger } from '../logging.js';
import { queryOf, requestIdOf } from './http-call.js';
import { answerFault, routeHandler, type Surroundings } from './route-handler.js';

/**
 * Fixed paths before those with parameters: /v1/users/me is nobody's id. There are some seventy, which Express would
 * compare with each request's path in turn, so each has a router of its own that is found by its path.
 */
export function mountOperations(app: IRouter, operations: readonly Operation[], surroundings: Surroundings): void {
  const fixed = new Map<string, Router>();
  const withParameters = Router(EXACT);
  const inOrder = [...operations].sort((a, b) => parameters(a) - parameters(b));
  for (const [path, served] of Map.groupBy(inOrder, (operation) => operation.path)) {
    const router = path.includes('{') ? withParameters : Router(EXACT);
    if (router !== withParameters) fixed.set(path, router);
    const route = router.route(expressPath(path));
    for (const operation of served) route[operation.method](routeHandler(operation, surroundings));
    route.all(methodNotAllowed(served));
  }
  app.use((request, response, next) => (fixed.get(request.path) ?? withParameters)(request, response, next));
}

const EXACT = { caseSensitive: true, strict: true } as const;

/** Before whatever asks which application a request is for. */
export function takeApplicationsFromQueries(app: IRouter, operations: readonly Operation[]): void {
  for (const { path, applicationInQuery } of operations) {
    if (applicationInQuery) app.all(expressPath(path), applicationFromQuery);
  }
}

export const notFound: RequestHandler = () => {
  throw new ProblemError(commonProblems['not-found']);
};

export const faultHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    // Express refuses what it cannot decode, such as a lone % in a path.
    const isMalformed = error instanceof Error && 'status' in error && error.status === 400;
    const fault = isMalformed ? new ProblemError(commonProblems['request-malformed']) : error;
    answerFault(fault, response, requestIdOf(response), logger);
  };

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const parameters = ({ path }: Operation): number => path.split('{').length;

function methodNotAllowed(operations: readonly Operation[]): RequestHandler {
  const methods = operations.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const headers = { Allow: methods.join(', ') };
  return () => {
    throw new ProblemError(commonProblems['method-not-allowed'], {}, headers);
  };
}

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Takes the application from the query for what cannot send headers, such as links and `EventSource`: from here on it is
 * as if the header said it. Where both do, they have to say the same. What is no slug is left for the route to refuse.
 */
const applicationFromQuery: RequestHandler = ({ url, headers }, _response, next) => {
  const [named, ...more] = queryOf(url).getAll('application');
  const header = headers['gatehouse-application'];
  if (named === undefined || more.length > 0 || !SLUG.test(named)) return next();
  if (header !== undefined && header !== named) throw new ProblemError(commonProblems['application-unknown']);
  headers['gatehouse-application'] = named;
  next();
};
