import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { GrantRole } from '../../contract/commands/grant-role.js';
import type { Accounts } from '../ports/accounts.js';
import type { Roles } from '../ports/roles.js';

/** Gives a role to somebody of the application; others' people are as unknown as those who never were. */
export class GrantRoleHandler implements CommandHandler<GrantRole> {
  constructor(
    private readonly accounts: Accounts,
    private readonly roles: Roles,
    private readonly ids: IdGenerator,
  ) {}

  async execute({ userId, role }: GrantRole, context: CommandContext): Promise<ResultOf<GrantRole>> {
    const account = await this.accounts.standingOf(context.application, userId);
    if (account?.state !== 'active') return err(refusal('user-unknown'));
    await this.roles.grant({ userId, role, eventId: this.ids.next() }, context);
    return ok(null);
  }
}
