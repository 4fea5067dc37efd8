import { Description } from '@gatehouse/kernel';
import { IsPageLimit } from '@gatehouse/platform/edge';
import { IsIn, IsOptional, IsRFC3339, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { USER_STATES } from '../../contract/read-models/user-record.js';

/** Which accounts are meant, and which page of them. */
export class UsersQuery {
  @Description('All states by default')
  @IsOptional()
  @IsIn(USER_STATES)
  state?: (typeof USER_STATES)[number] | null;

  @Description('Only people who signed up at or after this time')
  @IsOptional()
  @IsRFC3339()
  createdFrom?: string | null;

  @Description('Only people who signed up before this time')
  @IsOptional()
  @IsRFC3339()
  createdBefore?: string | null;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @IsUUID()
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

/** Whom somebody looks for. */
export class UserSearchBody {
  @Description('Part of an address, a name or a phone: three characters, or two that are not ASCII')
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  text!: string;

  @Description('All states by default')
  @IsOptional()
  @IsIn(USER_STATES)
  state?: (typeof USER_STATES)[number] | null;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @IsUUID()
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

export class TimelineQuery {
  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

/** An address stands in a body, because URLs stand in the logs of proxies. */
export class AddressLookup {
  @Description('Case-insensitive')
  @IsString()
  @MaxLength(320)
  email!: string;
}
