import type { RequestHandler } from 'express';
import { type Logger, withoutRedaction } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import { requestIdOf } from './request-id.js';

/** One line and one measurement for every request. The URL is not logged: only the route that it matched. */
export function observeRequests(logger: Logger, metrics: Metrics): RequestHandler {
  const lines = withoutRedaction(logger);
  return (request, response, next) => {
    const began = performance.now();
    const requestId = requestIdOf(response);
    response.once('close', () => {
      const milliseconds = performance.now() - began;
      const { method } = request;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.httpSeconds.observe({ method, route, status }, milliseconds / 1000);
      lines.info({ requestId, method, route, status, ms: Math.round(milliseconds * 10) / 10 }, 'request');
    });
    next();
  };
}
