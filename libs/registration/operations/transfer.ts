import { type CommandContext, Description, type QueryBus } from '@gatehouse/kernel';
import { NDJSON, type Operation, queryFrom } from '@gatehouse/platform/edge';
import { IsUUID } from 'class-validator';
import { ImportedUser, type ImportReport } from '../contract/commands/import-users.js';
import { exportedUsers } from '../contract/queries/export-users.js';
import { exampleExportedUser, exampleImportedUser, exampleImportReport } from './examples.js';

/** Anyone who reads nothing for so long is let go, in milliseconds. What is written stays written. */
const IDLE_MS = 30_000;
/** Clients that send everything before they read anything: their report waits, up to so many bytes. */
const UNREAD_BYTES = 16 * 1024 * 1024;

class ImportQuery {
  @Description('A UUID that you choose. To continue an interrupted import, send the same one again')
  @IsUUID()
  importId!: string;
}

/** Imports users as they arrive, and reports the outcome of each. */
export interface UserImport {
  run(
    importId: string,
    lines: AsyncIterable<Uint8Array>,
    context: CommandContext,
  ): AsyncIterable<readonly ImportReport[]>;
}

export const importUsersOperation = (users: UserImport): Operation => ({
  method: 'post',
  idempotency: {
    noKeyBecause: 'Each line is idempotent by `importId` and its address, and the stream has no single response',
  },
  path: '/v1/admin/import',
  operationId: 'importUsers',
  tag: 'Administration',
  summary: 'Import users from another system',
  description:
    'A stream of any length with one user per line; lines of at most 64 KiB. The response is a stream too, with a line for each non-blank line: `imported` with the id of the account; `repeated` if an earlier run with the same `importId` imported it; or `refused` with `code` and `detail`, which does not affect other lines. Existing accounts are never changed. The last line has the outcome `finished`: without it the import was interrupted; send the same lines again with the same `importId`. Passwords keep working: hashes from Django, bcrypt, scrypt, argon2 and PBKDF2 are verified as they are, and replaced when their owners sign in.',
  security: 'administration',
  scope: 'users:import',
  query: ImportQuery,
  body: { schema: ImportedUser, streamedAs: NDJSON, example: exampleImportedUser },
  answers: {
    200: {
      description: 'The report: one outcome per line',
      contentType: NDJSON,
      example: exampleImportReport,
    },
  },
  problems: [],
  handle: async ({ query, context, upload }) => {
    const { importId } = queryFrom(ImportQuery, query);
    return { lines: users.run(importId, upload, context), unread: UNREAD_BYTES, idleMs: IDLE_MS };
  },
});

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
