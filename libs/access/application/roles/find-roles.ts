import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindRoles } from '../../contract/queries/find-roles.js';
import type { Roles } from '../ports/roles.js';

export class FindRolesHandler implements QueryHandler<FindRoles> {
  constructor(private readonly ports: { readonly roles: Roles }) {}

  async execute(_query: FindRoles, { application }: QueryContext): Promise<AnswerOf<FindRoles>> {
    return ok({ roles: await this.ports.roles.ofApplication(application) });
  }
}
