import type { CommandContext } from '@gatehouse/kernel';
import type { userErased } from '../../domain/user/account-events.js';
import type { UserState } from '../../domain/user/suspension.js';

export interface Erasure {
  /** At least one. */
  readonly userIds: readonly string[];
  /**
   * The hash that all of them have, if somebody has proven to know its password: anyone who has another by now, or is
   * suspended, is not erased. Null: whatever their state.
   */
  readonly provenHash: string | null;
}

/** Where people are erased. Every method is one atomic statement. */
export interface Erasures {
  /** Null where the application never had such a user. */
  stateOf(user: { readonly application: string; readonly userId: string }): Promise<UserState | null>;

  /**
   * Erases these users. With the owner of an address go all registrations that others have begun with it, and what is
   * counted for the address and for phones that the owner has proven. Answers the ids of all who are gone, or null
   * where one of those asked for is not as it was read: then nothing is written.
   */
  erase(erasure: Erasure, event: typeof userErased, context: CommandContext): Promise<readonly string[] | null>;
}
