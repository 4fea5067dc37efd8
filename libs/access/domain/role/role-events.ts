import type { NewEvent } from '@gatehouse/kernel';
import type { RoleGranted, RoleRevoked } from '../../contract/events.js';
import { sessionRevoked } from '../session/session-events.js';
import type { GrantedRole } from './role.js';

export const roleGranted = (id: string, userId: string, role: GrantedRole): NewEvent<RoleGranted> => ({
  id,
  subject: userId,
  type: 'role.granted.v1',
  data: { userId, role },
});

const roleRevoked = (id: string, userId: string, role: GrantedRole): NewEvent<RoleRevoked> => ({
  id,
  subject: userId,
  type: 'role.revoked.v1',
  data: { userId, role },
});

/** Takes a role from an account. Its sessions end with it: their tokens tell of the role. */
export const revokeRole = (eventId: string, userId: string, role: GrantedRole) => ({
  userId,
  role,
  event: roleRevoked(eventId, userId, role),
  sessions: sessionRevoked('role-revoked'),
});
