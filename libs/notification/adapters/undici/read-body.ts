/** An answer that is longer than any provider's honest one. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

const MAX_BYTES = 64 * 1024;

/**
 * Reads an answer's body as UTF-8.
 * @throws BodyTooLarge past 64 KiB; the connection is then given up
 */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
