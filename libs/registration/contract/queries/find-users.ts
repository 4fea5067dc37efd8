import { Description, InternalQuery, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsRFC3339, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { USER_STATES, type UserPage, type UserRecord, type UsersOfAddress } from '../read-models/user-record.js';
import { IsPageLimit } from './page-limit.js';

type Found<T, Code extends string = never> = Result<T, Refusal<'validation-failed' | Code>>;
type State = (typeof USER_STATES)[number];

/** The application's people, the newest first. Notes who looked, as all of these do. */
export class FindUsers extends Query<Found<UserPage>> {
  @Description('All states by default')
  @IsOptional()
  @IsIn(USER_STATES)
  state?: State | null;

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

/** People of whom a part of the address, a name or the phone is known, the newest first. Case and accents do not count. */
export class SearchUsers extends Query<Found<UserPage>> {
  @Description('Part of an address, a name or a phone: three characters, or two that are not ASCII')
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  text!: string;

  @Description('All states by default')
  @IsOptional()
  @IsIn(USER_STATES)
  state?: State | null;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @IsUUID()
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

/** Everything at an address: its owner, and registrations that nobody has proven. */
export class FindUsersOfAddress extends Query<Found<UsersOfAddress>> {
  @Description('Case-insensitive')
  @IsString()
  @MaxLength(320)
  email!: string;
}

/** One of the application's people. */
export class FindUser extends Query<Found<UserRecord, 'user-unknown'>> {
  @IsUUID('loose')
  userId!: string;
}

/** Whose an address is, by ids alone. For other contexts: nothing of a person is shown, so nothing is noted. */
export class FindIdsOfAddress extends InternalQuery<Found<readonly Pick<UserRecord, 'id' | 'state'>[]>> {
  email!: string;
}
