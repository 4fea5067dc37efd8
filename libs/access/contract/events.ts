import type { DomainEvent } from '@gatehouse/kernel';

/** Somebody has signed in. */
export type SessionStarted = DomainEvent<'session.started.v1', { readonly sessionId: string; readonly userId: string }>;

/**
 * `signed-out`: its owner or an administrator ended it. `token-reused`: a refresh token came back that was exchanged before, so somebody
 * else may hold it too. `crowded-out`: newer sessions of the same account took its place. `overtaken`: the account's
 * credentials have changed since it began, or it was suspended. `role-revoked`: a role was taken that its tokens contain.
 */
export type RevocationReason = 'signed-out' | 'token-reused' | 'crowded-out' | 'overtaken' | 'role-revoked';

/** A session is over before its time. */
export type SessionRevoked = DomainEvent<
  'session.revoked.v1',
  { readonly sessionId: string; readonly userId: string; readonly reason: RevocationReason }
>;

/** Somebody may do more than before. */
export type RoleGranted = DomainEvent<'role.granted.v1', { readonly userId: string; readonly role: string }>;

/** Somebody may do less than before. */
export type RoleRevoked = DomainEvent<'role.revoked.v1', { readonly userId: string; readonly role: string }>;

export type AccessEvent = SessionStarted | SessionRevoked | RoleGranted | RoleRevoked;
