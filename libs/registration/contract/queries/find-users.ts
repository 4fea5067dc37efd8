import { Description, InternalQuery, Query, type Refusal, type Result, together, USUAL_LIMIT } from '@gatehouse/kernel';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import type { UserCodes } from '../read-models/user-codes.js';
import {
  type Timeline,
  USER_STATES,
  type UserPage,
  type UserRecord,
  type UsersOfAddress,
} from '../read-models/user-record.js';

/** How much of a list a query asks for. */
const IsPageLimit = () =>
  together(
    Description(`Maximum number of entries per page; ${USUAL_LIMIT} by default`),
    IsOptional(),
    IsInt(),
    Min(1),
    Max(200),
  );

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

/** Everything at an address: its owner, and registrations that are not proven. */
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

/** What happened to a user, the latest first. Notes who looked. */
export class FindTimeline extends Query<Found<Timeline, 'user-unknown'>> {
  @IsUUID('loose')
  userId!: string;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

/** The codes that were issued for a user, the latest first; never their digits. Notes who looked. */
export class FindCodesOfUser extends Query<Found<UserCodes, 'user-unknown'>> {
  @IsUUID('loose')
  userId!: string;
}

/** What decides whether a session of an account is still valid. */
export interface AccountStanding {
  readonly state: 'pending' | 'active' | 'suspended';
  /** Grows with everything that ends earlier sessions, such as a new password. */
  readonly credentialsVersion: number;
  /** The session that the latest of these changes let live, whatever version it was started with. */
  readonly keptSession: string | null;
}

/** Whether somebody has ever proven their address, also where they have been erased since. For other contexts. */
export class FindWasActivated extends InternalQuery<Result<boolean, never>> {
  userId!: string;
}

/** How an account stands at this moment, never from a replica. For other contexts. */
export class FindAccountStanding extends InternalQuery<Result<AccountStanding, Refusal<'account-unknown'>>> {
  userId!: string;
}

/** Two letters are a whole name in some scripts, and nothing to go by in ASCII. */
export const LEAST_ASCII = 3;
const ASCII = /^[\x20-\x7e]*$/;
/** As people write numbers; they are kept in E.164, without spaces and parentheses. */
const PHONE = /^\+?[\d\s()]+$/;

/** What to search for by part of an address, a name or a phone, as somebody has typed it; null where that is too little. */
export function searchTextOf(typed: string): string | null {
  const text = PHONE.test(typed) ? typed.replace(/[\s()]/g, '') : typed.trim().replace(/\s+/g, ' ');
  const least = ASCII.test(text) ? LEAST_ASCII : LEAST_ASCII - 1;
  return text.length < least ? null : text;
}
