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

/** A refresh token as it goes to its holder, and the hash that stays here. */
export interface RefreshToken {
  readonly text: string;
  /** SHA-256 of its secret, in hexadecimal. */
  readonly hash: string;
}

export interface ReadRefreshToken extends RefreshToken {
  readonly sessionId: string;
  /** Made here, by a key that is still in the ring: not just somebody's invention for a known session. */
  readonly isGenuine: boolean;
}

/** Makes and reads refresh tokens. Neither the keys nor the stored hashes are enough to make one that is good. */
export interface RefreshTokens {
  /** The first token of a session: new randomness. */
  first(sessionId: string): RefreshToken;

  /** Null for what does not have a token's form. */
  read(text: string): ReadRefreshToken | null;

  /** The token that follows another: the same one whenever it is asked for, as long as the current key is the same. */
  successor(token: ReadRefreshToken): RefreshToken;

  /** The successor with this hash, made by whichever key of the ring; null where no key makes it. */
  knownSuccessor(token: ReadRefreshToken, hash: string): RefreshToken | null;
}
