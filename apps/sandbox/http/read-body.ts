import type { IncomingMessage } from 'node:http';

export type Body = { readonly text: string } | 'too-large';

/**
 * Reads a request's whole body as UTF-8. A body of more than `limit` bytes is read to its end and dropped, so that the
 * caller can still be answered.
 * @throws when the caller leaves before the end
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) chunks = [];
      else chunks.push(chunk);
    });
    request.once('end', () => {
      if (length > limit) return resolve('too-large');
      const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      resolve({ text: whole.toString('utf8') });
    });
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the caller left before its request was complete'));
    });
  });
}
