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

/** What each event of this context says, for anyone who follows it. */
export const accessEvents: EventContracts<AccessEvent> = {
  'session.started.v1': { description: 'Someone signed in', data: OfSession },
  'session.revoked.v1': { description: 'A session ended before it expired', data: OfRevokedSession },
  'role.granted.v1': { description: 'Someone was granted a role', data: OfRole },
  'role.revoked.v1': { description: 'Someone’s role was revoked', data: OfRole },
};
