import { once } from 'node:events';
import type { Response } from 'express';
import { type LinesAnswer, NDJSON } from '../edge/index.js';

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
