import { once } from 'node:events';
import type { Refusal } from '@gatehouse/kernel';
import type { Response } from 'express';
import {
  coarseSeconds,
  type EventsAnswer,
  type LinesAnswer,
  NDJSON,
  type ProblemType,
  problemBody,
  type StreamedEvent,
} from '../edge/index.js';
import { negotiateLocale } from '../i18n.js';

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

const KEEP_ALIVE_MS = 15_000;
/** Anyone who takes longer to read what was sent is cut off, and comes back with the id of the last event. */
const PATIENCE_MS = 30_000;

/**
 * Answers with server-sent events (WHATWG HTML), as fast as the client reads, until there are no more.
 */
export async function sendEvents(response: Response, { events, headers = {} }: EventsAnswer): Promise<void> {
  beginEvents(response, headers);
  const keepAlive = setInterval(() => write(response, ': still here\n\n'), KEEP_ALIVE_MS).unref();
  try {
    for await (const batch of events) {
      for (const event of batch) write(response, textOfEvent(event));
      if (response.writableNeedDrain) await drainedOrGone(response);
    }
  } finally {
    clearInterval(keepAlive);
    response.end();
  }
}

function beginEvents(response: Response, headers: Readonly<Record<string, string>>): void {
  if (response.destroyed) return;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Proxies must not gather events before they pass them on.
    'X-Accel-Buffering': 'no',
    ...headers,
  });
  response.flushHeaders();
}

function textOfEvent(event: StreamedEvent): string {
  if (event.event === undefined) return `id: ${event.id}\n\n`;
  return `event: ${event.event}\nid: ${event.id}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/** The server too may have ended the stream, as it does when it drains. */
function write(response: Response, text: string): void {
  if (!response.writableEnded && !response.destroyed) response.write(text);
}

async function drainedOrGone(response: Response): Promise<void> {
  if (response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const tooSlow = setTimeout(() => response.destroy(), PATIENCE_MS);
  response.once('drain', resolve).once('close', resolve);
  await promise;
  clearTimeout(tooSlow);
  response.off('drain', resolve).off('close', resolve);
}

/**
 * Answers with one JSON value a line, as fast as the client reads. The first batch is waited for before the first byte,
 * so that what fails until then is still a problem; what fails later cuts the answer off, or a part of it would pass for
 * the whole.
 * @param gone aborted once the client has gone
 */
export async function sendLines(
  response: Response,
  { lines, unread = 0, idleMs, headers = {} }: LinesAnswer,
  gone: AbortSignal,
): Promise<void> {
  try {
    for await (const batch of lines) {
      if (!response.headersSent) response.writeHead(200, { 'Content-Type': NDJSON, Vary: 'Accept', ...headers });
      const isTaken = response.write(batch.map((value) => `${JSON.stringify(value)}\n`).join(''));
      if (!isTaken && response.writableLength > unread) await drained(response, gone, idleMs);
      gone.throwIfAborted();
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
    if (!gone.aborted) throw error;
  }
}

async function drained(response: Response, gone: AbortSignal, idleMs: number | undefined): Promise<void> {
  const signal = idleMs === undefined ? gone : AbortSignal.any([gone, AbortSignal.timeout(idleMs)]);
  await once(response, 'drain', { signal });
}
