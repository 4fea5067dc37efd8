import type { PersonKey } from '@gatehouse/kernel';
import type { AccountRecords } from '../../contract/read-models/account-records.js';
import type { Profile } from '../../contract/read-models/profile.js';

/** Accounts as their person reads them; null where the application has no such account. */
export interface ProfileViews {
  /** Pending, active or suspended. */
  of(person: PersonKey): Promise<Profile | null>;
}

export interface AccountRecordViews {
  /** All that this context holds about the owner of an active or suspended account. */
  of(person: PersonKey): Promise<AccountRecords | null>;
}
