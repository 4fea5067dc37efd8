import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { GrantRole, RevokeRole } from '../../contract/commands/roles.js';
import type { FindRoles } from '../../contract/queries/find-roles.js';
import { revokeRole, roleGranted } from '../../domain/role/role.js';
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

export class FindRolesHandler implements QueryHandler<FindRoles> {
  constructor(private readonly ports: { readonly roles: Roles }) {}

  async execute(_query: FindRoles, { application }: QueryContext): Promise<AnswerOf<FindRoles>> {
    return ok({ roles: await this.ports.roles.ofApplication(application) });
  }
}
