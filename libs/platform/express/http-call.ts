import { randomUUID } from 'node:crypto';
import type { CommandContext } from '@gatehouse/kernel';
import type { Request, Response } from 'express';
import type { CallHeaders, OperationCall } from '../edge/index.js';
import { uploadOf } from './request-body.js';

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
