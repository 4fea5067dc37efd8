import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RevokeRole } from '../../contract/commands/revoke-role.js';
import { revokeRole } from '../../domain/role/role-events.js';
import type { Accounts } from '../ports/accounts.js';
import type { Roles } from '../ports/roles.js';

/** Takes a role from somebody of the application, and ends what was begun with it. */
export class RevokeRoleHandler implements CommandHandler<RevokeRole> {
  constructor(
    private readonly ports: { readonly accounts: Accounts; readonly roles: Roles; readonly ids: IdGenerator },
  ) {}

  async execute({ userId, role }: RevokeRole, context: CommandContext): Promise<ResultOf<RevokeRole>> {
    const account = await this.ports.accounts.standingOf(context.application, userId);
    if (!account) return err(refusal('user-unknown'));
    await this.ports.roles.revoke(revokeRole(this.ports.ids.next(), userId, role), context);
    return ok(null);
  }
}
