import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import type { RoleList } from '../read-models/role-list.js';

/** Who has a role in the application: a team, so there are few. */
export class FindRoles extends Query<Result<RoleList, Refusal<'validation-failed'>>> {}
