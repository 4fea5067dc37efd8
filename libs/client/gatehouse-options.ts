/** What a client holds of a session. The access token is worth ten minutes, the refresh token the whole session. */
export interface StoredSession {
  readonly accessToken: string | null;
  /** When the access token ends, by this machine's clock: milliseconds since 1970. */
  readonly expiresAt: number;
  /** Null where it is in a cookie. */
  readonly refreshToken: string | null;
  /** Goes with the cookie, and is worth nothing without it. */
  readonly csrfToken: string | null;
}

/** Where a session is kept between calls. Tabs and processes may share one; each exchange of tokens is saved at once. */
export interface SessionStorage {
  load(): StoredSession | null | Promise<StoredSession | null>;
  /** Null: the session is over. */
  save(session: StoredSession | null): void | Promise<void>;
}

/** Ends with the page or process. */
export function memorySessionStorage(): SessionStorage {
  let kept: StoredSession | null = null;
  return {
    load: () => kept,
    save: (session) => {
      kept = session;
    },
  };
}

export interface GatehouseOptions {
  /** Where the service is: `https://id.example.com`. */
  readonly baseUrl: string;
  /** Slug of the application that people sign up for: `default` by default. */
  readonly application?: string;
  /** Where the session is kept: in memory by default, so that it ends with the page or process. */
  readonly storage?: SessionStorage;
  /** For pages of the service's own site: the refresh token stays in a cookie that no script can read. */
  readonly cookies?: boolean;
  /** An application's secret key (`ghk_…`), for its backend: the administrative routes are called with it. */
  readonly secretKey?: string;
  /** Languages for the texts of problems, best first, as in Accept-Language: the browser's own by default. */
  readonly language?: string;
  /** How often a call is tried again when nothing came of it: 3 times by default. */
  readonly retries?: number;
  /** How long one try may take: 15,000 by default. */
  readonly timeoutMs?: number;
  /** The longest wait before another try: 10,000 by default. Where the service asks for a longer one, the problem is thrown. */
  readonly maxWaitMs?: number;
  /** In place of the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** In place of the clock, timers and chance of the platform, for tests. */
  readonly timing?: Partial<Timing>;
}

export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after that time; rejects with the signal's reason as soon as it is aborted. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1): spreads tries that failed together. Nothing secret is made of it. */
  random(): number;
}

export const platformTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
