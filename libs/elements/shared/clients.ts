import { createGatehouse, type Gatehouse, type GatehouseOptions, type StoredSession } from '@gatehouse/client';

export interface ClientView {
  readonly baseUrl: string;
  readonly application: string;
  /** `cookie` on pages of the service's own site; in memory otherwise. */
  readonly session: string;
  readonly language: string;
}

/** A person waits at the screen: better tell what is wrong soon than try for long. */
const PATIENCE = { retries: 2, maxWaitMs: 1_500, timeoutMs: 15_000 } satisfies Partial<GatehouseOptions>;

/** Nothing that the browser keeps for this site goes along, unless a call says so. */
const withoutCookies: typeof fetch = (input, init) => {
  const isForCookies = input instanceof Request && input.credentials === 'include';
  return fetch(input, isForCookies ? init : { ...init, credentials: 'omit' });
};

const clients = new Map<string, Gatehouse>();

/** One client for all components of a page that speak of the same application, so that they share its session. */
export function clientFor(view: ClientView): Gatehouse {
  const { baseUrl, application, session, language } = view;
  const key = JSON.stringify([baseUrl, application, session, language]);
  const known = clients.get(key);
  if (known) return known;
  const cookies = session === 'cookie';
  const client = createGatehouse({
    ...PATIENCE,
    fetch: withoutCookies,
    baseUrl,
    application,
    language,
    cookies,
    ...(cookies && { storage: tabStorage(application) }),
  });
  clients.set(key, client);
  return client;
}

/**
 * Across reloads of one tab. The refresh token is in a cookie that scripts cannot read, and the access token stays in
 * memory: what is kept here opens nothing without that cookie.
 */
function tabStorage(application: string): NonNullable<GatehouseOptions['storage']> {
  const name = `gatehouse:${application}`;
  return {
    load: () => JSON.parse(sessionStorage.getItem(name) ?? 'null') as StoredSession | null,
    save: (session) => {
      if (session === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify({ ...session, accessToken: null, refreshToken: null }));
    },
  };
}

/** The service that this module was loaded from: `https://id.example/auth`; null where a bundler has taken it in. */
const SERVED_BY = /^(https?:.*)\/elements\/[^/]+\/[^/]+$/.exec(import.meta.url)?.[1] ?? null;

export const usualBaseUrl = (): string => SERVED_BY ?? location.origin;
