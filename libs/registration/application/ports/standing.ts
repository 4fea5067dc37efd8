import type { CommandContext, NewEvent, PersonKey } from '@gatehouse/kernel';
import type { UserResumed } from '../../contract/events.js';
import type { AccountStanding } from '../../contract/queries/find-users.js';
import type { UserCode } from '../../contract/read-models/user-codes.js';
import type { TimelineEntry, UserRecord } from '../../contract/read-models/user-record.js';
import type { userErased, userSuspended } from '../../domain/user/account-events.js';
import type { UserState } from '../../domain/user/user.js';

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

/** Accounts as administrators read them. */
export interface UserViews {
  /** The newest first. */
  search(search: UserSearch): Promise<UserRecord[]>;
  /** Of whom a part is known, the newest first. */
  matching(match: UserMatch): Promise<UserRecord[]>;
  /** Its owner, and registrations that are not proven. */
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

/** The codes of users, as those read them who look after accounts. */
export interface CodeViews {
  /** The latest first. */
  of(codes: PersonKey & { readonly limit: number }): Promise<UserCode[]>;
}

export interface AccountStandings {
  /** Null where the application has no such account. */
  of(person: PersonKey): Promise<AccountStanding | null>;
}

/** Opens and closes accounts. Every method is one atomic statement, which writes its event and who answers for it too. */
export interface Suspensions {
  /** Null where the application has no such user. */
  stateOf(key: PersonKey): Promise<UserState | null>;

  /** Closes an active account and overtakes all its sessions. False where it is not active: nothing is written. */
  suspend(key: PersonKey, event: ReturnType<typeof userSuspended>, context: CommandContext): Promise<boolean>;

  /** Opens a suspended account. False where it is not suspended: nothing is written. */
  resume(key: PersonKey, event: NewEvent<UserResumed>, context: CommandContext): Promise<boolean>;
}

export interface Erasure {
  /** At least one. */
  readonly userIds: readonly string[];
  /**
   * The hashes that they have, if somebody has proven to know the password of all: anyone who has another by now, or is
   * suspended, is not erased. Null: whatever their state.
   */
  readonly provenHashes: readonly string[] | null;
}

/** Where people are erased. Every method is one atomic statement. */
export interface Erasures {
  /** Null where the application never had such a user. */
  stateOf(user: PersonKey): Promise<UserState | null>;

  /**
   * Erases these users. With the owner of an address go all registrations that others have begun with it, and what is
   * counted for the address and for phones that the owner has proven. Answers the ids of all who are gone, or null
   * where one of those asked for is not as it was read: then nothing is written.
   */
  erase(erasure: Erasure, event: typeof userErased, context: CommandContext): Promise<readonly string[] | null>;
}
