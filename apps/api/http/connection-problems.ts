import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { commonProblems, type ProblemType, problemBody } from '@gatehouse/platform/edge';
import { COMMON_HEADERS, REQUEST_ID } from '@gatehouse/platform/express';

/** What a connection may take. Bytes and milliseconds. */
export interface ServerLimits {
  /** Request line and headers together. */
  readonly headerBytes: number;
  /** From the opening of a connection, or the first byte of a later request, to the end of the headers. */
  readonly headersMs: number;
  /** From there to the end of the body. */
  readonly requestMs: number;
  /** How long a connection may stay open without a request. */
  readonly keepAliveMs: number;
  /** How often the two times above are looked at. */
  readonly checkMs: number;
}

export const standardLimits: ServerLimits = {
  headerBytes: 8 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 65_000,
  checkMs: 1_000,
};

/** How long a refused caller may go on sending before the connection is cut, in milliseconds. */
const LINGER_MS = 1_000;

/** What Node's parser could not take, or would not wait for. */
export interface ClientError extends Error {
  readonly code?: string;
  /** What had come when the parser gave up. */
  readonly rawPacket?: Buffer;
}

export function problemOfClientError({ code, rawPacket }: ClientError): ProblemType {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return commonProblems['request-timeout'];
  if (code !== 'HPE_HEADER_OVERFLOW') return commonProblems['request-malformed'];
  return commonProblems[rawPacket && isRequestLine(rawPacket) ? 'uri-too-long' : 'headers-too-large'];
}

/** Answers what never became a request, and closes the connection. */
export function refuseConnection(
  socket: Duplex,
  problem: ProblemType,
  basePath: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const answer = answerOf(problem, basePath);
  const lines = Object.entries({ ...answer.headers, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('')}\r\n${answer.body}`);
  // To cut at once what still has something to read would take the answer from the caller.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Answers a request that no route is to see, and closes the connection. */
export function refuseRequest(response: ServerResponse, problem: ProblemType, basePath: string): void {
  const { headers, body } = answerOf(problem, basePath);
  response.writeHead(problem.status, headers).end(body);
}

/** Headers of which two lines would mean two things; Node would take the first and drop the others. */
const ONCE = new Set(['authorization', 'content-type', 'host']);

/**
 * Whether a request is one that routes may see: of HTTP/1.0, or of HTTP/1.1 with its Host (RFC 9112 §3.2), and
 * without a second line of a header that has just one value (RFC 9110 §5.3).
 */
export function isInOrder({ rawHeaders, headers, httpVersion }: IncomingMessage): boolean {
  if (httpVersion !== '1.0' && (httpVersion !== '1.1' || headers.host === undefined)) return false;
  let seen = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    if (!ONCE.has(name)) continue;
    if (seen.includes(name)) return false;
    seen += ` ${name}`;
  }
  return true;
}

/** Whether the first line of a request has no end within what all headers together may have. */
const isRequestLine = (bytes: Buffer): boolean =>
  /^[A-Z]+ \S/.test(bytes.toString('latin1', 0, 32)) && !bytes.subarray(0, standardLimits.headerBytes).includes('\n');

function answerOf(problem: ProblemType, basePath: string) {
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(problem, requestId, {}, { basePath }));
  const headers = {
    ...COMMON_HEADERS,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': 'en',
    'Content-Length': String(Buffer.byteLength(body)),
    [REQUEST_ID]: requestId,
    Connection: 'close',
  };
  return { headers, body };
}
