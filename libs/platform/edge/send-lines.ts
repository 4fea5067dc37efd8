import { once } from 'node:events';
import type { Response } from 'express';

export const NDJSON = 'application/x-ndjson';

export interface SendLinesOptions {
  /** Bytes that may wait for a client that does not read; as many as the connection takes unless told. */
  readonly unread?: number;
  /** Longest wait for a client that does not read, in milliseconds; as long as the connection holds unless told. */
  readonly idleMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers with one JSON value a line, as fast as the client reads. The first batch is waited for before the first byte,
 * so that what fails until then is still a problem; what fails later cuts the answer off, or a part of it would pass for
 * the whole.
 */
export async function sendLines(
  response: Response,
  batches: AsyncIterable<readonly object[]>,
  { unread = 0, idleMs, headers = {} }: SendLinesOptions = {},
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for await (const batch of batches) {
      if (!response.headersSent) response.writeHead(200, { 'Content-Type': NDJSON, Vary: 'Accept', ...headers });
      const lines = batch.map((value) => `${JSON.stringify(value)}\n`).join('');
      const isTaken = response.write(lines);
      if (!isTaken && response.writableLength > unread) await drained(response, gone.signal, idleMs);
      gone.signal.throwIfAborted();
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
    if (!gone.signal.aborted) throw error;
  }
}

async function drained(response: Response, gone: AbortSignal, idleMs: number | undefined): Promise<void> {
  const signal = idleMs === undefined ? gone : AbortSignal.any([gone, AbortSignal.timeout(idleMs)]);
  await once(response, 'drain', { signal });
}
