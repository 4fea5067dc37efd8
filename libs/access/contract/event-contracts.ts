import type { EventContracts } from '@gatehouse/kernel';
import { IsIn, IsString, IsUUID } from 'class-validator';
import type { AccessEvent, RevocationReason } from './events.js';

class OfSession {
  @IsUUID()
  sessionId!: string;

  @IsUUID()
  userId!: string;
}

class OfRevokedSession extends OfSession {
  @IsIn(['signed-out', 'token-reused', 'crowded-out', 'overtaken', 'role-revoked'])
  reason!: RevocationReason;
}

class OfRole {
  @IsUUID()
  userId!: string;

  @IsString()
  role!: string;
}

/** What each event of this context says, for whoever follows it. */
export const accessEvents: EventContracts<AccessEvent> = {
  'session.started.v1': { description: 'Somebody has signed in', data: OfSession },
  'session.revoked.v1': { description: 'A session is over before its time', data: OfRevokedSession },
  'role.granted.v1': { description: 'Somebody may do more than before', data: OfRole },
  'role.revoked.v1': { description: 'Somebody may do less than before', data: OfRole },
};
