import type { Refusal } from '@gatehouse/kernel';
import type { Response } from 'express';
import { coarseSeconds, type ProblemType, problemBody } from '../edge/index.js';
import { negotiateLocale } from '../i18n/index.js';

/** The setting of the application that says where it is reached from outside: what it answers leads there. */
export const BASE_PATH = 'base path';

const basePathOf = ({ app }: Response): string => String(app.get(BASE_PATH) ?? '');

type Headers = Readonly<Record<string, string>>;

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
    problemBody(problem, requestId, refusal, { locale, basePath: basePathOf(response) }),
    {
      'Content-Language': locale,
      ...(retry !== undefined && { 'Retry-After': String(coarseSeconds(retry)) }),
      ...headers,
    },
    'application/problem+json; charset=utf-8',
  );
}
