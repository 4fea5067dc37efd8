import { lookup } from 'node:dns/promises';
import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { guardedLookup, type Resolve } from './guarded-lookup.js';

export type WebhookDispatcher = Dispatcher;

/** Connections to receivers, each of them to an address that was checked. Times in milliseconds. */
export const webhookDispatcher = (guard: AddressGuard, resolve: Resolve = lookup): WebhookDispatcher =>
  new Agent({
    connections: 4,
    connect: { timeout: 4_000, lookup: guardedLookup(guard, resolve) },
    headersTimeout: 10_000,
    bodyTimeout: 5_000,
    // Not for long: where a name leads is looked at again at the next connection.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    pipelining: 1,
  });
