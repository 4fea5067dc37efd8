import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsRFC3339, ValidateNested } from 'class-validator';
import {
  AccountRecord,
  CodeRecord,
  CountRecord,
  EventRecord,
  FeedbackRecord,
  FormerAddressRecord,
  NoticeRecord,
  PasswordTriesRecord,
  UnprovenRecord,
} from '../read-models/account-records.js';
import type { Profile } from '../read-models/profile.js';

type OwnAccount<T> = Result<T, Refusal<'validation-failed' | 'account-unknown' | 'account-suspended'>>;

/** The caller's profile. */
export class FindProfile extends Query<OwnAccount<Profile>> {}

/** All that is held about the caller, with what other contexts hold under names of their own. */
export class FindAccountRecords extends Query<OwnAccount<AccountRecords & Readonly<Record<string, unknown>>>> {}

/** What registration and the event log hold about somebody, but for secrets. Lists have the latest first. */
export class AccountRecords {
  @IsRFC3339()
  exportedAt!: string;

  @ValidateNested({ context: { of: AccountRecord } })
  account!: AccountRecord;

  @IsArray()
  @ValidateNested({ each: true, context: { of: UnprovenRecord } })
  unprovenRegistrations!: UnprovenRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: FormerAddressRecord } })
  formerAddresses!: FormerAddressRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: CodeRecord } })
  codes!: CodeRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: NoticeRecord } })
  notices!: NoticeRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: CountRecord } })
  counts!: CountRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: PasswordTriesRecord } })
  passwordTries!: PasswordTriesRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: FeedbackRecord } })
  feedback!: FeedbackRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: EventRecord } })
  events!: EventRecord[];
}
