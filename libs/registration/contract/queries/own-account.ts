import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import type { AccountRecords } from '../read-models/account-records.js';
import type { Profile } from '../read-models/profile.js';

type OwnAccount<T> = Result<T, Refusal<'validation-failed' | 'account-unknown' | 'account-suspended'>>;

/** The caller's profile. */
export class FindProfile extends Query<OwnAccount<Profile>> {}

/** All that is held about the caller, with what other contexts hold under names of their own. */
export class FindAccountRecords extends Query<OwnAccount<AccountRecords & Readonly<Record<string, unknown>>>> {}
