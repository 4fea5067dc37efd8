import type { Actor } from '@gatehouse/kernel';

export interface AccessTokenSubject extends Actor {
  readonly application: string;
  readonly sessionId: string;
}

/** What a token that was verified says. */
export interface VerifiedAccessToken extends AccessTokenSubject {
  /** Milliseconds since 1970: from this moment on the token is worth nothing. */
  readonly expiresAt: number;
}

/** Makes and verifies the tokens that open the API for minutes, without a look at the database. */
export interface AccessTokens {
  issue(subject: AccessTokenSubject): Promise<{ readonly token: string; readonly lifeSeconds: number }>;

  /** Null where it is not a valid token of ours for this application, or, where none is given, for any. */
  verify(token: string, application: string | null): Promise<VerifiedAccessToken | null>;
}
