import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { UserResumed } from '../../contract/events.js';
import type { userSuspended } from '../../domain/user/account-events.js';
import type { UserState } from '../../domain/user/suspension.js';

interface UserKey {
  readonly application: string;
  readonly userId: string;
}

/** Opens and closes accounts. Every method is one atomic statement, which writes its event and who answers for it too. */
export interface Suspensions {
  /** Null where the application has no such user. */
  stateOf(key: UserKey): Promise<UserState | null>;

  /** Closes an active account and overtakes all its sessions. False where it is not active: nothing is written. */
  suspend(key: UserKey, event: ReturnType<typeof userSuspended>, context: CommandContext): Promise<boolean>;

  /** Opens a suspended account. False where it is not suspended: nothing is written. */
  resume(key: UserKey, event: NewEvent<UserResumed>, context: CommandContext): Promise<boolean>;
}
