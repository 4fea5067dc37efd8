import type { SessionStorage as ClientStorage } from '@gatehouse/client';

/** The last sign-in of a tab: where the account is, and what goes with the session's cookie. */
export interface KeptSession {
  readonly application: string;
  readonly csrfToken: string;
}

const KEY = 'gatehouse-console-session';

/**
 * Keeps of a session only its CSRF token, which is worth nothing without the cookie, and only as long as the tab is open.
 * The refresh token is in the cookie, which scripts cannot read, and the access token in memory.
 */
export const keptSession = {
  read(): KeptSession | null {
    const [application, csrfToken] = (sessionStorage.getItem(KEY) ?? '').split(' ');
    return application && csrfToken ? { application, csrfToken } : null;
  },
  write(kept: KeptSession | null): void {
    if (kept) sessionStorage.setItem(KEY, `${kept.application} ${kept.csrfToken}`);
    else sessionStorage.removeItem(KEY);
  },
};

export const tabStorage = (application: string): ClientStorage => ({
  load: () => {
    const kept = keptSession.read();
    return kept?.application === application
      ? { accessToken: null, expiresAt: 0, refreshToken: null, csrfToken: kept.csrfToken }
      : null;
  },
  save: (session) => keptSession.write(session?.csrfToken ? { application, csrfToken: session.csrfToken } : null),
});
