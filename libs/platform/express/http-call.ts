import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CommandContext } from '@gatehouse/kernel';
import type { Request, Response } from 'express';
import {
  bodyIncomplete,
  bodyTooLarge,
  type CallHeaders,
  commonProblems,
  expectJson,
  type OperationCall,
  ProblemError,
  parseJsonObject,
} from '../edge/index.js';

/** Anyone who sends nothing for so long is let go, in milliseconds. */
const UPLOAD_IDLE_MS = 30_000;

/** A request, as operations know calls. What few of them need is made when it is asked for. */
export class HttpCall implements OperationCall {
  private closed: AbortSignal | undefined;

  constructor(
    readonly context: CommandContext,
    readonly basePath: string,
    readonly params: Readonly<Record<string, string>>,
    readonly query: URLSearchParams,
    readonly body: Readonly<Record<string, unknown>>,
    readonly bytes: Uint8Array,
    private readonly request: Request,
    private readonly response: Response,
  ) {}

  get headers(): CallHeaders {
    return this.request.headers;
  }

  get upload(): AsyncIterable<Uint8Array> {
    return uploadOf(this.request, UPLOAD_IDLE_MS);
  }

  get signal(): AbortSignal {
    this.closed ??= closeOf(this.response);
    return this.closed;
  }

  prefers(contentType: string): boolean {
    // To HEAD a stream of events would be a connection that says nothing and never ends.
    if (this.request.method === 'HEAD' && contentType === 'text/event-stream') return false;
    return this.request.accepts(['application/json', contentType]) === contentType;
  }
}

function closeOf(response: Response): AbortSignal {
  const closed = new AbortController();
  if (response.closed || response.destroyed) closed.abort();
  else response.once('close', () => closed.abort());
  return closed.signal;
}

/** The parameters of a request's URL. */
export function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

export const REQUEST_ID = 'X-Request-Id';

/** The request's id, made at first sight. The caller's own is not taken over: it would be text of theirs in our logs. */
export function requestIdOf(response: Response): string {
  const known = response.getHeader(REQUEST_ID);
  if (typeof known === 'string') return known;
  const id = randomUUID();
  response.setHeader(REQUEST_ID, id);
  return id;
}

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

/**
 * Reads a request's body whole.
 * @param limit bytes
 * @throws ProblemError 413 body-too-large; 400 json-invalid where the caller goes away
 */
export function readBytes(request: Request, limit: number): Promise<Buffer> {
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
