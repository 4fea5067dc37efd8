import type { Refusal } from '@gatehouse/kernel';
import { type ProblemType, problemBody } from '@gatehouse/platform/http';
import { negotiateLocale } from '@gatehouse/platform/i18n';
import type { Response } from 'express';

type Headers = Readonly<Record<string, string>>;

const MAX_RETRY_AFTER = 3_600;

export function sendJson(
  response: Response,
  status: number,
  body: unknown,
  headers: Headers = {},
  contentType = 'application/json; charset=utf-8',
): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  // As text, which leaves together with its headers; bytes would be a piece of their own.
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length, ...headers }).end(text);
}

export function sendProblem(
  response: Response,
  problem: ProblemType,
  requestId: string,
  refusal: Omit<Refusal, 'code'> = {},
  headers: Headers = {},
): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const retry = refusal.retryAfterSeconds;
  const locale = negotiateLocale(response.req.headers['accept-language']);
  response.vary('Accept-Language');
  sendJson(
    response,
    problem.status,
    problemBody(problem, requestId, refusal, locale),
    { 'Content-Language': locale, ...(retry !== undefined && { 'Retry-After': String(coarse(retry)) }), ...headers },
    'application/problem+json; charset=utf-8',
  );
}

/** Seconds, rounded up so far that they tell nothing of what others have done at the address. */
function coarse(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 10 : 60;
  return Math.min(Math.max(1, Math.ceil(seconds / step) * step), MAX_RETRY_AFTER);
}
