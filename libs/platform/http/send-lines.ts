import { once } from 'node:events';
import type { Response } from 'express';

export const NDJSON = 'application/x-ndjson';

/**
 * Answers with one JSON value a line, as fast as the client reads. The first batch is waited for before the first byte,
 * so that what fails until then is still a problem; what fails later cuts the answer off, or a part of it would pass for
 * the whole.
 */
export async function sendLines(response: Response, batches: AsyncIterable<readonly object[]>): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for await (const batch of batches) {
      if (!response.headersSent) response.writeHead(200, { 'Content-Type': NDJSON, Vary: 'Accept' });
      const lines = batch.map((value) => `${JSON.stringify(value)}\n`).join('');
      if (!response.write(lines)) await once(response, 'drain', { signal: gone.signal });
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
    if (!gone.signal.aborted) throw error;
  }
}
