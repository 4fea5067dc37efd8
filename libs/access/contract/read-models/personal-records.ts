import { Description } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';
import { SessionDevice } from '../queries/find-sessions.js';

@Description('A stored session')
export class SessionRecord {
  @IsUUID()
  id!: string;

  @IsRFC3339()
  createdAt!: string;

  @Description('When its tokens were last refreshed, or when it started')
  @IsRFC3339()
  lastUsedAt!: string;

  @Description('When it expires')
  @IsRFC3339()
  expiresAt!: string;

  @Description('When it was ended early')
  @IsOptional()
  @IsRFC3339()
  revokedAt!: string | null;

  @Description('What it was started with; null if unknown')
  @IsOptional()
  @ValidateNested({ context: { of: SessionDevice } })
  device!: SessionDevice | null;

  @Description('IPv4 address or IPv6 /64 that it was started from; null if unknown')
  @IsOptional()
  @IsString()
  network!: string | null;
}

@Description('A role that a person has in addition to their own account')
export class RoleRecord {
  @IsIn(['support', 'admin'])
  role!: 'support' | 'admin';

  @IsRFC3339()
  grantedAt!: string;
}
