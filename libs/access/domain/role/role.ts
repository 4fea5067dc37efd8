import { type NewEvent, SCOPES, type Scope } from '@gatehouse/kernel';
import type { RoleGranted, RoleRevoked } from '../../contract/events.js';
import { sessionRevoked } from '../session/session.js';

/** `user`: everybody who signs in. `support` reads what there is about others, and sends it once more. `admin` acts. */
export type Role = 'user' | GrantedRole;

/** Roles that somebody has to give. */
export type GrantedRole = 'support' | 'admin';

const READS: readonly Scope[] = SCOPES.filter((scope) => scope.endsWith(':read'));

/** What does no harm: it stays within the limits of messages, and goes to its recipient. */
const HARMLESS: readonly Scope[] = ['codes:send', 'messages:retry'];

/**
 * Keys are what backends prove themselves with, the audit log watches support too, and events are about everyone at once:
 * none of them is for support to read.
 */
const NOT_FOR_SUPPORT: readonly Scope[] = ['keys:read', 'audit:read', 'events:read'];

const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  user: ['account'],
  support: ['account', ...READS.filter((scope) => !NOT_FOR_SUPPORT.includes(scope)), ...HARMLESS],
  admin: SCOPES,
};

/** What roles allow together. One that is not known allows nothing. */
export const scopesOf = (roles: readonly string[]): readonly Scope[] =>
  SCOPES.filter((scope) =>
    roles.some((role) => Object.hasOwn(SCOPES_OF, role) && SCOPES_OF[role as Role].includes(scope)),
  );

export const roleGranted = (id: string, userId: string, role: GrantedRole): NewEvent<RoleGranted> => ({
  id,
  subject: userId,
  type: 'role.granted.v1',
  data: { userId, role },
});

/** Takes a role from an account. Its sessions end with it: their tokens contain the role. */
export const revokeRole = (eventId: string, userId: string, role: GrantedRole) => ({
  userId,
  role,
  event: roleRevoked(eventId, userId, role),
  sessions: sessionRevoked('role-revoked'),
});

const roleRevoked = (id: string, userId: string, role: GrantedRole): NewEvent<RoleRevoked> => ({
  id,
  subject: userId,
  type: 'role.revoked.v1',
  data: { userId, role },
});
