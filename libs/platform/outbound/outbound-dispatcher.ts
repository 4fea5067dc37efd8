import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';

export interface OutboundLimits {
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
