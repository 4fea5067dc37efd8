import type { RequestHandler } from 'express';

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
