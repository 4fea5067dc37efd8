import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type { RevocationReason, SessionRevoked, SessionStarted } from '../../contract/events.js';

/** How long sessions last. Times in seconds. */
export interface SessionPolicy {
  /** A session that is not used for this long is over. */
  readonly idleSeconds: number;
  /** However much it is used, a session is over this long after its sign-in. */
  readonly longestSeconds: number;
  /** How long after its exchange a refresh token returns its successor again, if that one is unused. */
  readonly retrySeconds: number;
  /** Sessions of one account at once; one more ends the one that was used the longest ago. */
  readonly perUser: number;
}

const DAY = 86_400;

/** A compromise for products that people open now and then; NIST 800-63B-4 would have 30 days at most, used or not. */
export const standardSessions: SessionPolicy = {
  idleSeconds: 30 * DAY,
  longestSeconds: 90 * DAY,
  retrySeconds: 60,
  perUser: 100,
};

/** What somebody signed in with, by the names that they know: `Firefox` on `Windows`. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

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
interface PresentedToken {
  readonly hash: string;
  readonly isGenuine: boolean;
}

/** What a refresh token is worth. */
type RefreshVerdict =
  /** The good one: it is exchanged, and the session lasts until `expiresAt`. */
  | { readonly kind: 'exchange'; readonly expiresAt: Date }
  /** Exchanged within the minute, and its successor is unused: the answer was lost, or a second tab asked. It gets the same one. */
  | { readonly kind: 'repeat' }
  /** Exchanged longer ago, or its successor was used: two parties hold tokens of this family, and there is no telling which is the thief. */
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
  // Hashes of 256 random bits: comparing them byte by byte reveals nothing about the token.
  if (token.hash === session.tokenHash) {
    return { kind: 'exchange', expiresAt: endOfSession(session.createdAt, now, policy) };
  }
  if (token.hash === session.previousTokenHash && isWithinRetry(session, policy, now)) return { kind: 'repeat' };
  // Anyone who knows a session's id can make up tokens for it; that must not end it.
  return { kind: token.isGenuine || token.hash === session.previousTokenHash ? 'reused' : 'worthless' };
}

/** When a session that is used now ends, unless it is used again. */
export const endOfSession = (createdAt: Date, now: Date, { idleSeconds, longestSeconds }: SessionPolicy): Date =>
  new Date(Math.min(now.getTime() + idleSeconds * 1000, createdAt.getTime() + longestSeconds * 1000));

/** What an account's credentials make of its sessions. */
export interface CredentialsStanding {
  /** Grows with every change that ends earlier sessions. */
  readonly credentialsVersion: number;
  /** The session that the latest change let live: that of the person who made it. */
  readonly keptSession: string | null;
}

/** Whether the account's credentials have been changed since the session began, by somebody else than its holder. */
export const isOvertaken = (
  session: Pick<Session, 'id' | 'credentialsVersion'>,
  { credentialsVersion, keptSession }: CredentialsStanding,
): boolean => session.credentialsVersion < credentialsVersion && session.id !== keptSession;

export const sessionStarted = (
  id: string,
  { id: sessionId, userId }: { readonly id: string; readonly userId: string },
): NewEvent<SessionStarted> => ({ id, subject: userId, type: 'session.started.v1', data: { sessionId, userId } });

/** What happens to each session that ends for this reason: which those are, the statement that ends them finds out. */
export type Revocation = UnfinishedEvent<SessionRevoked, 'sessionId' | 'userId'>;

export const sessionRevoked = (reason: RevocationReason): Revocation => ({
  type: 'session.revoked.v1',
  data: { reason },
  awaits: ['sessionId', 'userId'],
});

const isWithinRetry = ({ rotatedAt }: Session, { retrySeconds }: SessionPolicy, now: Date): boolean =>
  rotatedAt !== null && now.getTime() - rotatedAt.getTime() < retrySeconds * 1000;
