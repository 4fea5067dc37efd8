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
import { revokeRole, roleGranted } from '../../domain/role/role-events.js';
import type { Accounts } from '../ports/accounts.js';
import type { Roles } from '../ports/roles.js';

/** Gives a role to somebody of the application; others' people are as unknown as those who never were. */
export class GrantRoleHandler implements CommandHandler<GrantRole> {
  constructor(
    private readonly ports: {
      readonly accounts: Pick<Accounts, 'standingOf'>;
      readonly roles: Pick<Roles, 'grant' | 'revoke'>;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ userId, role }: GrantRole, context: CommandContext): Promise<ResultOf<GrantRole>> {
    const { application } = context;
    const account = await this.ports.accounts.standingOf(application, userId);
    if (account?.state !== 'active') return err(refusal('user-unknown'));
    await this.ports.roles.grant({ userId, role, event: roleGranted(this.ports.ids.next(), userId, role) }, context);
    // An erasure from here on finds the role; one that came before is found here.
    if (await this.ports.accounts.standingOf(application, userId)) return ok(null);
    await this.ports.roles.revoke(revokeRole(this.ports.ids.next(), userId, role), context);
    return err(refusal('user-unknown'));
  }
}
