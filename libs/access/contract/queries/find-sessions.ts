import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

@Description('Names, without versions, of what a session was started with')
export class SessionDevice {
  @Description('Such as `Firefox`; null if unknown')
  @IsOptional()
  @IsString()
  browser!: string | null;

  @Description('Such as `Windows`; null if unknown')
  @IsOptional()
  @IsString()
  system!: string | null;
}

@Description('One of a person’s sessions')
export class SessionSummary {
  @IsUUID()
  id!: string;

  @Description('Whether it is the session of the access token in this request')
  @IsBoolean()
  current!: boolean;

  @IsRFC3339()
  createdAt!: string;

  @Description('When its refresh token was last used')
  @IsRFC3339()
  lastUsedAt!: string;

  @Description('When it expires if it is not used')
  @IsRFC3339()
  expiresAt!: string;

  @Description('According to the `User-Agent` header of the sign-in; null if it names nothing known')
  @IsOptional()
  @ValidateNested({ context: { of: SessionDevice } })
  device!: SessionDevice | null;

  @Description('IPv4 address or IPv6 /64 of the sign-in; null if networks are not counted there')
  @IsOptional()
  @IsString()
  network!: string | null;
}

@Description('A person’s active sessions, most recently used first')
export class SessionList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: SessionSummary } })
  sessions!: SessionSummary[];
}

/** The caller's sessions that are neither over nor ended, the one used last first. */
export class FindSessions extends Query<Result<SessionList, Refusal<'validation-failed' | 'account-unknown'>>> {}

/** Where one of the application's people is signed in, the session used last first. Notes who looked. */
export class FindSessionsOfUser extends Query<Result<SessionList, Refusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID('loose')
  userId!: string;
}
