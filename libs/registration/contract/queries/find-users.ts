import type { UserRecord } from '../read-models/user-record.js';

export interface UserSearch {
  readonly application: string;
  /** Null: whatever their state. */
  readonly state: UserRecord['state'] | null;
  /** RFC 3339; those who signed up at this moment or later. */
  readonly createdFrom: string | null;
  /** RFC 3339; those who signed up before this moment. */
  readonly createdBefore: string | null;
  /** Id of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export interface UserMatch {
  readonly application: string;
  /** Part of an address, a name or a phone; case and accents do not count. */
  readonly text: string;
  /** Null: whatever their state. */
  readonly state: UserRecord['state'] | null;
  /** Id of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** Accounts for those who look after them. */
export interface FindUsers {
  /** The newest first. */
  search(search: UserSearch): Promise<UserRecord[]>;
  /** Of whom a part is known, the newest first. */
  matching(match: UserMatch): Promise<UserRecord[]>;
  /** Everything at an address: its owner, and registrations that nobody has proven. Null where it is no address. */
  ofAddress(query: { readonly application: string; readonly email: string }): Promise<UserRecord[] | null>;
  byId(query: { readonly application: string; readonly userId: string }): Promise<UserRecord | null>;
}
