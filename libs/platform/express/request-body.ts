import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import {
  bodyIncomplete,
  bodyTooLarge,
  commonProblems,
  expectJson,
  ProblemError,
  parseJsonObject,
} from '../edge/index.js';

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

/**
 * The pieces of a body in the order in which they come, for as long as one follows the other.
 * @param idleMs longest wait for a piece, in milliseconds
 * @throws ProblemError 408 request-timeout where none comes, 400 json-invalid where the caller goes away
 */
export async function* uploadOf(request: Request, idleMs: number): AsyncIterable<Uint8Array> {
  // What is left of the body is not waited for: the answer ends the connection.
  const pieces = request.iterator({ destroyOnReturn: false });
  for (;;) {
    const piece = await orTimeout(pieces.next() as Promise<IteratorResult<Uint8Array>>, idleMs);
    if (piece.done) return;
    yield piece.value;
  }
}

async function orTimeout<T>(next: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProblemError(commonProblems['request-timeout'], {}, { Connection: 'close' })),
      idleMs,
    );
  });
  try {
    return await Promise.race([next, late]);
  } catch (error) {
    // It fails once more when the connection ends, and nobody listens any more.
    next.catch(() => undefined);
    throw error instanceof ProblemError ? error : bodyIncomplete(error);
  } finally {
    clearTimeout(timer);
  }
}

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Whether there is a body to wait for (RFC 9112, section 6.3). */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Calls `onLate` unless the request's body is there within `ms` milliseconds, also where it was answered before: what
 * nobody reads would hold the connection too.
 */
export function setDeadline(request: IncomingMessage, ms: number, onLate: () => void): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => {
    if (!request.complete && !request.socket.destroyed) onLate();
  }, ms);
  deadlines.set(request, timer.unref());
  request.once('end', () => withoutDeadline(request));
}

/** Lets a request take its time: anyone who reads its body sees to it that something comes. */
export function withoutDeadline(request: IncomingMessage): void {
  clearTimeout(deadlines.get(request));
  deadlines.delete(request);
}
