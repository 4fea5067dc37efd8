import type { StoredSession } from './gatehouse-options.js';
import { isProblem, NotSignedIn } from './gatehouse-problem.js';
import { type CallOptions, type Credentials, creating, dataOf, init, type OpenApi, type Schemas } from './open-api.js';
import type { IssuedTokens, SessionKeeper } from './session-keeper.js';
import { type Repetition, withCookies } from './transport.js';

export interface Sessions {
  /** The session is kept in the storage; every call for the account goes on with it. */
  signIn(credentials: Credentials, options?: CallOptions): Promise<Schemas['Profile']>;
  /** Also where the session has ended already. */
  signOut(options?: CallOptions): Promise<void>;
  /** Where the person is signed in, the session used last first. */
  sessions(options?: CallOptions): Promise<Schemas['SessionSummary'][]>;
  /** Signs out elsewhere. */
  endSession(id: string, options?: CallOptions): Promise<void>;
  /** A good one, for calls of other services; renewed where it is about to end. */
  accessToken(): Promise<string>;
}

/** Cookies go along where the session is in one, and with no other call. */

export function sessionsOf(api: OpenApi, keeper: SessionKeeper, cookies: boolean): Sessions {
  return {
    signIn: async (credentials, options) => {
      const body = cookies ? { ...credentials, cookie: true } : credentials;
      const started = await dataOf(api.POST('/v1/sessions', { body, ...creating(options), ...withCookies(cookies) }));
      await keeper.start(started);
      return started.user;
    },
    signOut: async (options) => {
      const call = { params: { path: { id: 'current' } }, ...withCookies(cookies), ...init(options) };
      await api.DELETE('/v1/sessions/{id}', call).catch((error: unknown) => {
        const isOver = error instanceof NotSignedIn || isProblem(error, 'token-invalid', 'session-unknown');
        if (!isOver) throw error;
      });
      await keeper.end();
    },
    sessions: async (options) => (await dataOf(api.GET('/v1/sessions', init(options)))).sessions,
    endSession: async (id, options) => {
      await api.DELETE('/v1/sessions/{id}', { params: { path: { id } }, ...init(options) });
    },
    accessToken: () => keeper.accessToken(),
  };
}

/**
 * For a minute the service takes a token again that it has exchanged, so a lost answer loses nothing; later that ends the
 * session. So the last repetition leaves before, with some seconds for its way.
 */
export const EXCHANGE: Repetition = { withinMs: 50_000, tryMs: 3_000 };

/** Exchanges the refresh token. */
export const exchangeBy =
  (api: OpenApi, repeat: (request: Request) => Promise<Response>) =>
  (session: StoredSession): Promise<IssuedTokens> => {
    const { refreshToken, csrfToken } = session;
    const call =
      refreshToken === null
        ? { body: { cookie: true }, headers: { 'X-CSRF-Token': csrfToken }, ...withCookies(true) }
        : { body: { refreshToken } };
    return dataOf(api.POST('/v1/sessions/refresh', { ...call, fetch: repeat }));
  };
