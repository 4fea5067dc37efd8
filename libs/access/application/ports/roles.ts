import type { CommandContext } from '@gatehouse/kernel';
import type { GrantedRole, Role } from '../../domain/role/role.js';

interface AccountKey {
  readonly application: string;
  readonly userId: string;
}

export interface RoleChange {
  readonly userId: string;
  readonly role: GrantedRole;
  readonly eventId: string;
}

/** Where roles are kept. Every method is one atomic statement; those that write note who did it. */
export interface Roles {
  /** What everybody has, and what was given. */
  of(account: AccountKey): Promise<readonly Role[]>;

  /** The same, for as long as the session lives; null where it is over. */
  ofSession(session: AccountKey & { readonly sessionId: string }): Promise<readonly Role[] | null>;

  /** Once: given again, nothing is written. */
  grant(change: RoleChange, context: CommandContext): Promise<void>;

  /** Ends the account's sessions too. Where the account does not have the role, nothing is written. */
  revoke(change: RoleChange, context: CommandContext): Promise<void>;
}
