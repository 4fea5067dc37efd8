import { Agent, type Dispatcher } from 'undici';

export type MailDispatcher = Dispatcher;

/** Connections to the provider: kept alive between mails, and never waited for without an end. Times in milliseconds. */
export const mailDispatcher = (connections = 32): Dispatcher =>
  new Agent({
    connections,
    connect: { timeout: 3_000 },
    headersTimeout: 8_000,
    bodyTimeout: 5_000,
    // Shorter than what usual servers and balancers keep, so that a mail rarely meets a connection being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    pipelining: 1,
  });
