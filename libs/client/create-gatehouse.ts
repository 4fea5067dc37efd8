import createClient from 'openapi-fetch';
import { type Account, accountOf } from './account.js';
import { authorizedFetch } from './authorized-fetch.js';
import { ActivationFollower } from './follow-activation.js';
import { type GatehouseOptions, memorySessionStorage, platformTiming } from './gatehouse-options.js';
import type { paths } from './generated/api.js';
import { inTurn } from './in-turn.js';
import type { OpenApi } from './open-api.js';
import { type Registration, registrationOf } from './registration.js';
import { SessionKeeper } from './session-keeper.js';
import { EXCHANGE, exchangeBy, type Sessions, sessionsOf } from './sessions.js';
import { Transport } from './transport.js';

export interface Gatehouse extends Registration, Sessions {
  readonly account: Account;
  /**
   * Every route of the service's document. Refusals throw here too, so `data` is there wherever the document has a body.
   * The administrative routes take the secret key, or the session of an administrator.
   */
  readonly api: OpenApi;
}

/** One application's door to the service. Makes no call by itself. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  const { application, language, cookies = false, secretKey = null, storage = memorySessionStorage() } = options;
  const timing = { ...platformTiming, ...options.timing };
  const transport = new Transport({
    // A browser's fetch must be called as a function of its window.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timing,
    retries: options.retries ?? 3,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxWaitMs: options.maxWaitMs ?? 10_000,
  });
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const headers = {
    ...(application !== undefined && { 'Gatehouse-Application': application }),
    ...(language !== undefined && { 'Accept-Language': language }),
  };

  const keeper: SessionKeeper = new SessionKeeper(storage, timing, (session) => exchange(session));
  const api = createClient<paths, 'application/json'>({
    baseUrl,
    headers,
    // The service never redirects; a password is not carried on to wherever somebody else says.
    redirect: 'error',
    fetch: authorizedFetch(transport, keeper, secretKey),
  });
  const exchangeNow = exchangeBy(api, (request) => transport.send(request, EXCHANGE));
  const exchange: typeof exchangeNow = (session) =>
    cookies
      ? inTurn(`gatehouse ${baseUrl} ${application ?? 'default'}`, () => exchangeNow(session))
      : exchangeNow(session);

  const statusOf = (userId: string) => (accept: string, signal: AbortSignal) =>
    new Request(`${baseUrl}/v1/users/${encodeURIComponent(userId)}/activation`, {
      headers: { ...headers, Accept: accept },
      redirect: 'error',
      signal,
    });
  return {
    ...registrationOf(api, (userId, { signal } = {}) =>
      new ActivationFollower(transport, statusOf(userId)).follow(signal),
    ),
    ...sessionsOf(api, keeper, cookies),
    account: accountOf(api, keeper, cookies),
    api,
  };
}
