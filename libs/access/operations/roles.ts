import { asking, executing, idInPath, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { GRANTED_ROLES, GrantRole, RevokeRole } from '../contract/commands/roles.js';
import { FindRoles, RoleList } from '../contract/queries/find-roles.js';
import { exampleUser } from './examples.js';
import { accessProblems as problems } from './problems.js';

const held = {
  path: '/v1/admin/users/{id}/roles/{role}',
  params: { id: 'The account’s id', role: '`support` or `admin`' },
  tag: 'Administration',
  security: 'administration',
  scope: 'roles:write',
  answers: { 204: { description: 'It is so' } },
  problems: [problems['role-unknown'], problems['user-unknown']],
} as const;

export const roleOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/admin/roles',
    operationId: 'listRoles',
    tag: 'Administration',
    summary: 'List the people with a role in the application',
    security: 'administration',
    scope: 'users:read',
    answers: {
      200: {
        description: 'The roles',
        schema: RoleList,
        example: { roles: [{ userId: exampleUser.id, role: 'admin', grantedAt: '2026-11-21T09:00:00.000Z' }] },
      },
    },
    problems: [],
    asks: asking(FindRoles),
  },
  {
    ...held,
    method: 'put',
    operationId: 'grantRole',
    summary: 'Give a role',
    description:
      'The account must be active. `support` can read, `admin` can make changes; in the application `default` a role applies to every application. The person’s access tokens contain the role from the next refresh on. Keys cannot grant roles.',
    executes: executing(GrantRole, { fields: ({ params }) => roleOf(params) }),
  },
  {
    ...held,
    method: 'delete',
    operationId: 'revokeRole',
    summary: 'Take a role',
    description: 'Also ends the person’s sessions, so that no access token keeps the role.',
    executes: executing(RevokeRole, { fields: ({ params }) => roleOf(params) }),
  },
];

/** What stands in a path is a place, and a place that cannot be is not found. */
function roleOf({ id, role = '' }: Readonly<Record<string, string>>) {
  if (!GRANTED_ROLES.some((known) => known === role)) throw new ProblemError(problems['role-unknown']);
  return { userId: idInPath(id, problems['user-unknown']), role };
}
