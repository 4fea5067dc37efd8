import { lookup } from 'node:dns/promises';
import { outboundDispatcher } from '@gatehouse/platform/outbound';
import type { Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { guardedLookup, type Resolve } from './guarded-lookup.js';

export type WebhookDispatcher = Dispatcher;

/** Connections to receivers, each of them to an address that was checked. */
export const webhookDispatcher = (guard: AddressGuard, resolve: Resolve = lookup): WebhookDispatcher =>
  outboundDispatcher({
    connections: 4,
    connectMs: 4_000,
    headersMs: 10_000,
    bodyMs: 5_000,
    // Not for long: where a name leads is checked again at the next connection.
    keepAliveMs: 10_000,
    lookup: guardedLookup(guard, resolve),
  });
