import type { HeldRole } from '../read-models/role-list.js';

/** Who has a role in an application: a team, so there are few. */
export interface FindRoles {
  execute(query: { readonly application: string }): Promise<HeldRole[]>;
}
