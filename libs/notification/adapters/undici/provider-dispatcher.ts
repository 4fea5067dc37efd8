import { Agent, type Dispatcher } from 'undici';

export type ProviderDispatcher = Dispatcher;

/** Connections to the provider: kept alive between messages, and never waited for without an end. Times in milliseconds. */
export const providerDispatcher = (connections = 32): Dispatcher =>
  new Agent({
    connections,
    connect: { timeout: 3_000 },
    headersTimeout: 8_000,
    bodyTimeout: 5_000,
    // Shorter than what usual servers and balancers keep, so that a message rarely meets a connection being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    pipelining: 1,
  });
