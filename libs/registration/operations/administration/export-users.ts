import type { QueryBus } from '@gatehouse/kernel';
import { NDJSON, type Operation } from '@gatehouse/platform/edge';
import { exportedUsers } from '../../contract/queries/export-users.js';
import { exampleExportedUser } from './examples.js';

export const exportUsersOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/admin/users/export',
  operationId: 'exportUsers',
  tag: 'Administration',
  summary: 'Export everyone in the application',
  description:
    'A stream with one account or registration per line, ordered by id; people who sign up meanwhile may be missing. It contains no passwords or hashes, and is recorded in the audit log. A truncated stream is incomplete: a complete one ends as HTTP specifies.',
  security: 'administration',
  scope: 'users:export',
  answers: {
    200: {
      description: 'The stream',
      contentType: NDJSON,
      headers: { 'Content-Disposition': 'Makes browsers save it as a file' },
      example: `${JSON.stringify(exampleExportedUser)}\n`,
    },
  },
  problems: [],
  handle: async ({ context }) => ({
    lines: exportedUsers(queries, context),
    headers: { 'Content-Disposition': 'attachment; filename="users.ndjson"' },
  }),
});
