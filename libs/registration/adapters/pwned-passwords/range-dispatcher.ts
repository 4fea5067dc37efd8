import { Agent, type Dispatcher } from 'undici';

export type RangeDispatcher = Dispatcher;

/** Connections to the range API. Times in milliseconds; the whole check has its own, shorter limit. */
export const rangeDispatcher = (): Dispatcher =>
  new Agent({ connections: 8, connect: { timeout: 1_000 }, headersTimeout: 2_000, bodyTimeout: 2_000 });
