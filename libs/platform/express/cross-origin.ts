import cors, { type CorsOptions } from 'cors';
import type { RequestHandler } from 'express';
import type { AppEnvironment } from '../config/index.js';
import { isLoopbackOrigin } from '../edge/index.js';

export interface ApplicationsOfOrigins {
  /** Null: there is no such application. */
  bySlug(slug: string): Promise<{ readonly slug: string; readonly allowedOrigins: readonly string[] } | null>;
  /** Whether any application has this origin. */
  allowsOrigin(origin: string): Promise<boolean>;
}

const OPTIONS: CorsOptions = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Gatehouse-Application',
    'Idempotency-Key',
    'Last-Event-ID',
    'X-CSRF-Token',
    'X-Requested-With',
    // Tracing (W3C Trace Context and Baggage, Sentry): libraries put these on every call of a page.
    'traceparent',
    'tracestate',
    'baggage',
    'sentry-trace',
  ],
  // Only ever beside the exact origin, for the cookie of browsers' sessions.
  credentials: true,
  exposedHeaders: ['Idempotent-Replayed', 'Location', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
};

/** For documents that hold nothing but what is public: pages of every origin may read them, without credentials. */
export const anyOrigin: RequestHandler = (request, response, next) =>
  request.method === 'OPTIONS' && !request.headers.origin ? next() : toAnyOrigin(request, response, next);

const toAnyOrigin = cors({ ...OPTIONS, origin: '*', methods: ['GET', 'HEAD'], credentials: false });

/**
 * CORS: browsers may call from the origins of the application that the request names. A preflight names none, so it
 * is answered when any application has the origin. In development loopback origins may call too.
 * @param publicPaths where any origin may read
 */
export function crossOrigin(
  applications: ApplicationsOfOrigins,
  environment: AppEnvironment,
  publicPaths: ReadonlySet<string>,
): RequestHandler {
  const isAllowed = async (origin: string, slug: string | undefined): Promise<boolean> => {
    if (environment === 'development' && isLoopbackOrigin(origin)) return true;
    if (slug === undefined) return applications.allowsOrigin(origin);
    return (await applications.bySlug(slug))?.allowedOrigins.includes(origin) ?? false;
  };
  const handler = cors((request, answer) => {
    const { origin, 'gatehouse-application': slug } = request.headers;
    const named = request.method === 'OPTIONS' ? undefined : (slug?.toString() ?? 'default');
    isAllowed(origin ?? '', named).then(
      (allowed) => answer(null, { ...OPTIONS, origin: allowed ? (origin ?? false) : false }),
      (error: Error) => answer(error),
    );
  });
  return (request, response, next) => {
    if (publicPaths.has(request.path)) anyOrigin(request, response, next);
    else if (request.headers.origin) handler(request, response, next);
    else next();
  };
}
