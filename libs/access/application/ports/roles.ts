import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { RoleGranted, RoleRevoked } from '../../contract/events.js';
import type { HeldRole } from '../../contract/queries/find-roles.js';
import type { GrantedRole, Role } from '../../domain/role/role.js';
import type { Revocation } from '../../domain/session/session.js';

interface AccountKey {
  readonly application: string;
  readonly userId: string;
}

export interface RoleChange<E extends RoleGranted | RoleRevoked> {
  readonly userId: string;
  readonly role: GrantedRole;
  readonly event: NewEvent<E>;
}

/** Where roles are kept. Every method is one atomic statement; those that write note who did it. */
export interface Roles {
  /** What everybody has, and what was given. */
  of(account: AccountKey): Promise<readonly Role[]>;

  /** The same, for as long as the session lives; null where it is over. */
  ofSession(session: AccountKey & { readonly sessionId: string }): Promise<readonly Role[] | null>;

  /** Everybody's in an application, the one given last first. */
  ofApplication(application: string): Promise<HeldRole[]>;

  /** Once: given again, nothing is written. */
  grant(change: RoleChange<RoleGranted>, context: CommandContext): Promise<void>;

  /** Ends the account's sessions too. Where the account does not have the role, nothing is written. */
  revoke(change: RoleChange<RoleRevoked> & { readonly sessions: Revocation }, context: CommandContext): Promise<void>;
}
