import type { DomainEvent } from '@gatehouse/kernel';

/** Somebody has signed in. */
export type SessionStarted = DomainEvent<'session.started.v1', { readonly sessionId: string; readonly userId: string }>;

/**
 * `signed-out`: its owner ended it. `token-reused`: a refresh token came back that was exchanged before, so somebody
 * else may hold it too. `crowded-out`: newer sessions of the same account took its place. `overtaken`: the account's
 * credentials have changed since it began, or it was suspended.
 */
export type RevocationReason = 'signed-out' | 'token-reused' | 'crowded-out' | 'overtaken';

/** A session is over before its time. */
export type SessionRevoked = DomainEvent<
  'session.revoked.v1',
  { readonly sessionId: string; readonly userId: string; readonly reason: RevocationReason }
>;

export type AccessEvent = SessionStarted | SessionRevoked;
