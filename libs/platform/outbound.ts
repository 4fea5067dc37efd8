import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';

interface OutboundLimits {
  /** Connections to one origin. */
  readonly connections: number;
  /** Longest wait for a connection, for the head and between two pieces of the body, in milliseconds. */
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** Longest life of an idle connection, in milliseconds, whatever the other side allows: 30,000 by default. */
  readonly keepAliveMs?: number;
  /** Looks the name up, in place of the system. */
  readonly lookup?: LookupFunction;
}

/** Connections to another service: kept alive between calls, and never waited for without an end. */
export const outboundDispatcher = (limits: OutboundLimits): Dispatcher =>
  new Agent({
    connections: limits.connections,
    connect: { timeout: limits.connectMs, ...(limits.lookup && { lookup: limits.lookup }) },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    // Shorter than what usual servers and balancers keep, so that a call rarely meets a connection being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: limits.keepAliveMs ?? 30_000,
    pipelining: 1,
  });

/** An answer that is longer than any honest one. */
class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads an answer's body as UTF-8.
 * @throws BodyTooLarge past so many bytes; the connection is then given up
 */
export async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Longer than anything here waits. */
const LONGEST_SECONDS = 86_400;

/**
 * Retry-After in seconds (RFC 9110, section 10.2.3): a number, or a date; a day at most. A date is measured against the
 * answer's own Date where it has one, so that a difference between the clocks does not count.
 */
export function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Math.min(Number(value), LONGEST_SECONDS);
  const at = httpDate(value);
  if (at === undefined) return undefined;
  const sentAt = httpDate(headers['date']) ?? now.getTime();
  return Math.min(Math.max(0, (at - sentAt) / 1_000), LONGEST_SECONDS);
}

/** All three forms of an HTTP date begin with a weekday; `Date.parse` alone would take far more for one. */
function httpDate(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}

/** By the code or the name of an error of undici, or of the system below it. */
const FAULTS: Readonly<Record<string, string>> = {
  TimeoutError: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ENOTFOUND: 'name-unresolved',
  EAI_AGAIN: 'name-unresolved',
  BodyTooLarge: 'answer-too-large',
};

/**
 * A short word for what broke a call to another service. The error's own message may hold addresses: it is not used.
 * @param more words of the caller's own, which take precedence
 */
export function transportFault(error: unknown, more: Readonly<Record<string, string>> = {}): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  const word = (key: string) => more[key] ?? FAULTS[key];
  return word(String(code)) ?? word(String(name)) ?? 'network-fault';
}
