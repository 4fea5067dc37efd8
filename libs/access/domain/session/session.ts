import type { SessionPolicy } from './session-policy.js';

/**
 * A sign-in and all that follows from it: the family of its refresh tokens. Only one of them is good at a time, and
 * only their hashes are known here.
 */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** The account's, as it was when the password was proven that began this session. */
  readonly credentialsVersion: number;
  /** Of the refresh token that is good now. */
  readonly tokenHash: string;
  /** Of the one that was exchanged for it; null before the first exchange. */
  readonly previousTokenHash: string | null;
  readonly rotatedAt: Date | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Who knows a token of the family: its hash, and whether it carries the proof that it was made here. */
export interface PresentedToken {
  readonly hash: string;
  readonly isGenuine: boolean;
}

/** What a refresh token is worth. */
export type RefreshVerdict =
  /** The good one: it is exchanged, and the session lasts until `expiresAt`. */
  | { readonly kind: 'exchange'; readonly expiresAt: Date }
  /** Exchanged within the minute, and its successor is unused: the answer was lost, or a second tab asked. It gets the same one. */
  | { readonly kind: 'repeat' }
  /** Exchanged longer ago, or its successor was used: two parties hold tokens of this family, and nobody can tell which is the thief. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'worthless' };

/** Judges a refresh token of a session (RFC 9700, section 4.14.2: rotation, and revocation on reuse). */
export function judgeRefresh(
  session: Session,
  token: PresentedToken,
  policy: SessionPolicy,
  now: Date,
): RefreshVerdict {
  if (session.revokedAt !== null || now >= session.expiresAt) return { kind: 'worthless' };
  // Hashes of 256 random bits: to compare them byte by byte tells nothing about the token.
  if (token.hash === session.tokenHash) {
    return { kind: 'exchange', expiresAt: endOfSession(session.createdAt, now, policy) };
  }
  if (token.hash === session.previousTokenHash && isWithinRetry(session, policy, now)) return { kind: 'repeat' };
  // Anyone who knows a session's id can make up tokens for it; that must not end it.
  return { kind: token.isGenuine || token.hash === session.previousTokenHash ? 'reused' : 'worthless' };
}

const isWithinRetry = ({ rotatedAt }: Session, { retrySeconds }: SessionPolicy, now: Date): boolean =>
  rotatedAt !== null && now.getTime() - rotatedAt.getTime() < retrySeconds * 1000;

/** When a session that is used now ends, unless it is used again. */
export const endOfSession = (createdAt: Date, now: Date, { idleSeconds, longestSeconds }: SessionPolicy): Date =>
  new Date(Math.min(now.getTime() + idleSeconds * 1000, createdAt.getTime() + longestSeconds * 1000));
