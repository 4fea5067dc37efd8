import type { Request } from 'express';
import { bodyIncomplete, bodyTooLarge, expectJson, parseJsonObject } from '../edge/index.js';

/**
 * Reads a request's body as I-JSON (RFC 7493): UTF-8, no duplicate names, at most ten levels deep.
 * @param limit bytes
 * @throws ProblemError 400 json-invalid, 413 body-too-large, 415 media-type-unsupported
 */
export async function readJsonObject(request: Request, limit: number): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return {};
  expectJson(request.headers);
  return parseJsonObject(bytes);
}

function readBytes(request: Request, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(bodyTooLarge(limit));
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) reject(bodyTooLarge(limit));
      else chunks.push(chunk);
    });
    const gone = () => reject(bodyIncomplete());
    request.on('end', () => {
      request.off('close', gone);
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.on('error', gone);
    request.on('close', gone);
  });
}
