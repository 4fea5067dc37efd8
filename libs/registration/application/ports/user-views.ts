import type { PersonKey } from '@gatehouse/kernel';
import type { AccountStanding } from '../../contract/queries/find-account-standing.js';
import type { TimelineEntry, UserRecord } from '../../contract/read-models/user-record.js';

interface UserList {
  readonly application: string;
  /** Null: whatever their state. */
  readonly state: UserRecord['state'] | null;
  /** Id of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export interface UserSearch extends UserList {
  /** RFC 3339; those who signed up at this moment or later. */
  readonly createdFrom: string | null;
  /** RFC 3339; those who signed up before this moment. */
  readonly createdBefore: string | null;
}

export interface UserMatch extends UserList {
  /** Part of an address, a name or a phone; case and accents do not count. */
  readonly text: string;
}

/** Accounts as those read them who look after them. */
export interface UserViews {
  /** The newest first. */
  search(search: UserSearch): Promise<UserRecord[]>;
  /** Of whom a part is known, the newest first. */
  matching(match: UserMatch): Promise<UserRecord[]>;
  /** Its owner, and registrations that nobody has proven. */
  ofAddress(address: { readonly application: string; readonly canonicalEmail: string }): Promise<UserRecord[]>;
  byId(person: PersonKey): Promise<UserRecord | null>;
}

/** What happened to users. */
export interface Timelines {
  /**
   * The latest first, without their messages.
   * @param page.after position of the last entry of the page before
   */
  page(
    page: PersonKey & { readonly after: string | null; readonly limit: number },
  ): Promise<readonly (Omit<TimelineEntry, 'message'> & { readonly eventId: string })[]>;
}

export interface AccountStandings {
  /** Null where the application has no such account. */
  of(person: PersonKey): Promise<AccountStanding | null>;
}
