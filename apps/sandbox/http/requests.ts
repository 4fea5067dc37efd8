import type { IncomingMessage, ServerResponse } from 'node:http';

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

const SCHEME = /^basic +([A-Za-z0-9+/_-]+=*) *$/i;

/** Whether a caller may in: anybody who names a user and a password, or only the one that was configured. */
export function admits(header: string | undefined, configured: BasicCredentials | undefined): boolean {
  const given = readBasicCredentials(header);
  if (given === null) return false;
  return configured === undefined || (given.user === configured.user && given.password === configured.password);
}

type Body = { readonly text: string } | 'too-large';

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

export interface ProblemError {
  /** A JSON Pointer (RFC 6901) into the request's body. */
  readonly pointer: string;
  readonly message: string;
}

interface Problem {
  readonly status: number;
  readonly title: string;
  /** Stable, for programs. */
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly ProblemError[];
}

/** Answers with an RFC 9457 problem. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  const body = JSON.stringify({ type: 'about:blank', ...problem });
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** The credentials of an Authorization header (RFC 7617), or null when it has none or either half is empty. */
export function readBasicCredentials(header: string | undefined): BasicCredentials | null {
  const encoded = header === undefined ? undefined : SCHEME.exec(header)?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1) return null;
  return { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}
