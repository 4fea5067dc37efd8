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
