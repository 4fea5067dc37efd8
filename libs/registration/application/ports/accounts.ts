import type { CommandContext, NewEvent, PersonKey } from '@gatehouse/kernel';
import type { NoticeIssued, UserEmailChanged, UserProfileChanged } from '../../contract/events.js';
import type { AccountRecords } from '../../contract/queries/own-account.js';
import type { Profile } from '../../contract/read-models/profile.js';
import type { IssuedNotice, passwordChanged } from '../../domain/user/account-events.js';
import type { PersonalDetails } from '../../domain/user/personal-details.js';

/** An active or suspended account, as its owner's wishes are decided on. */
export interface OwnAccount {
  readonly id: string;
  readonly version: number;
  /** The address in its canonical form. */
  readonly email: string;
  readonly profile: Profile;
}

export interface NewProfile extends PersonKey {
  readonly details: PersonalDetails;
  /** What the change was decided on. */
  readonly version: number;
  readonly event: NewEvent<UserProfileChanged>;
}

export interface NewSpelling extends PersonKey {
  /** The account's own address, as it is to be shown. */
  readonly email: string;
  /** What the change was decided on. */
  readonly version: number;
  readonly event: NewEvent<UserEmailChanged>;
}

export interface NewPassword extends PersonKey {
  /** The hash that the person has proven to know the password of. */
  readonly provenHash: string;
  readonly passwordHash: string;
  readonly event: ReturnType<typeof passwordChanged>;
  /** To the account's address. */
  readonly notice: IssuedNotice;
  readonly noticeEvent: NewEvent<NoticeIssued>;
}

/** Where accounts are kept. Every method is one atomic statement; what it writes, it writes to active accounts alone. */
export interface Accounts {
  /** Null where there is no such account, or it is neither active nor suspended. */
  find(key: PersonKey): Promise<OwnAccount | null>;

  /** Writes the details and the event. A number that changes is no longer verified. Null when the account has changed since it was read. */
  changeProfile(change: NewProfile): Promise<Profile | null>;

  /**
   * Writes the address in other letters and the event. False when the account has changed since it was read.
   * @param context of the call: if it may be repeated, its answer is kept
   */
  changeShownEmail(change: NewSpelling, context: CommandContext): Promise<boolean>;

  /** Writes the hash and the event, and ends earlier sessions by a new version. False when `provenHash` is not the account's any more. */
  changePassword(change: NewPassword): Promise<boolean>;

  /** Writes the same password's hash of another cost. Nothing happens to the person, so there is no event. */
  replaceHash(key: PersonKey, hashes: { readonly from: string; readonly to: string }): Promise<void>;
}

/** Accounts as their person reads them; null where the application has no such account. */
export interface ProfileViews {
  /** Pending, active or suspended. */
  of(person: PersonKey): Promise<Profile | null>;
}

export interface AccountRecordViews {
  /** All that this context holds about the owner of an active or suspended account. */
  of(person: PersonKey): Promise<AccountRecords | null>;
}
