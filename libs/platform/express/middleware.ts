import type { RequestHandler } from 'express';
import { type Logger, withoutRedaction } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { openSpan, readTraceparent } from '../tracing/index.js';
import { requestIdOf } from './http-call.js';

/** What every answer carries unless it says otherwise: nothing here is a page, and nothing may be kept. */
export const COMMON_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** On streams, preflights and empty answers too; pages and documents say otherwise where they must. */
export const commonHeaders: RequestHandler = (_request, response, next) => {
  response.set(COMMON_HEADERS);
  next();
};

/**
 * For a service that is reached over https: browsers ask for it, and for what is below it, in no other way for a year
 * (RFC 6797, ASVS 3.4.1). On every answer, pages and refusals included.
 */
export const transportHeaders = (publicUrl: string): Readonly<Record<string, string>> =>
  publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {};

/** One line and one measurement for every request. The URL is not logged: only the route that it matched. */
export function observeRequests(logger: Logger, metrics: Metrics): RequestHandler {
  const lines = withoutRedaction(logger);
  return (request, response, next) => {
    const began = performance.now();
    const requestId = requestIdOf(response);
    const { method, headers } = request;
    const span = openSpan(method, { kind: 'server', parent: readTraceparent(headers['traceparent']) });
    response.once('close', () => {
      const milliseconds = performance.now() - began;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.httpSeconds.observe({ method, route, status }, milliseconds / 1000);
      span.within(() =>
        lines.info({ requestId, method, route, status, ms: Math.round(milliseconds * 10) / 10 }, 'request'),
      );
      span.rename(`${method} ${route}`);
      span.set({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status });
      span.end(status >= 500);
    });
    span.within(next);
  };
}
