import { NDJSON, type Operation } from '@gatehouse/platform/edge';
import type { ExportUsers } from '../../contract/queries/export-users.js';
import { exampleExportedUser } from './examples.js';
import { exportedUsers } from './exported-users.js';

export const exportUsersOperation = (users: ExportUsers): Operation => ({
  method: 'get',
  path: '/v1/admin/users/export',
  operationId: 'exportUsers',
  tag: 'Administration',
  summary: 'Everybody in the application',
  description:
    'One account or registration a line, in the order of their ids, as a stream; those who sign up meanwhile may be missing. Passwords and their hashes are not in it. It is noted in the audit log. An answer that is cut off is not whole: a whole one ends as HTTP says.',
  security: 'administration',
  scope: 'users:export',
  answers: {
    200: {
      description: 'The stream',
      contentType: NDJSON,
      headers: { 'Content-Disposition': 'Lets a browser keep it as a file' },
      example: `${JSON.stringify(exampleExportedUser)}\n`,
    },
  },
  problems: [],
  handle: async ({ context }) => ({
    lines: exportedUsers(users, context),
    headers: { 'Content-Disposition': 'attachment; filename="users.ndjson"' },
  }),
});
