import type { ErrorRequestHandler, IRouter, RequestHandler } from 'express';
import { commonProblems, type Operation, ProblemError } from '../edge/index.js';
import type { Logger } from '../logging/index.js';
import { applicationFromQuery } from './application-from-query.js';
import { requestIdOf } from './request-id.js';
import { answerFault, routeHandler, type Surroundings } from './route-handler.js';

/** Fixed paths before those with parameters: /v1/users/me is nobody's id. */
export function mountOperations(app: IRouter, operations: readonly Operation[], surroundings: Surroundings): void {
  const byPath = Map.groupBy(
    [...operations].sort((a, b) => parameters(a) - parameters(b)),
    ({ path }) => expressPath(path),
  );
  for (const [path, served] of byPath) {
    const route = app.route(path);
    for (const operation of served) route[operation.method](routeHandler(operation, surroundings));
    route.all(methodNotAllowed(served));
  }
}

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
