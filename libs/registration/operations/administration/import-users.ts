import { type CommandContext, Description } from '@gatehouse/kernel';
import { NDJSON, type Operation, queryFrom } from '@gatehouse/platform/edge';
import { IsUUID } from 'class-validator';
import { ImportedUser } from '../../contract/commands/import-users.js';
import type { ImportReport } from '../../contract/read-models/import-report.js';
import { exampleImportedUser, exampleImportReport } from './examples.js';

/** Whoever reads nothing for so long is let go, in milliseconds. What is written stays written. */
const IDLE_MS = 30_000;
/** Clients that send everything before they read anything: their report waits, up to so many bytes. */
const UNREAD_BYTES = 16 * 1024 * 1024;

export class ImportQuery {
  @Description('A UUID that you choose. Sent again with the same one, an import that broke off goes on')
  @IsUUID()
  importId!: string;
}

/** Takes users over as they come, and tells what came of each. */
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
    noKeyBecause: 'Each line is idempotent by `importId` and its address, and the stream has no one answer',
  },
  path: '/v1/admin/import',
  operationId: 'importUsers',
  tag: 'Administration',
  summary: 'Take over the users of another system',
  description:
    'One user a line, as a stream of any length; lines of 64 KiB at most. The answer is a stream too, with a line for each line that is not blank: `imported` with the id of the account; `repeated` where an earlier go with the same `importId` has imported it; or `refused` with `code` and `detail`, which disturbs no other line. Accounts that are there already are never changed. The last line has the outcome `finished`: without it the import has broken off, and the same lines are to be sent again with the same `importId`. Passwords go on to work: hashes of Django, bcrypt, scrypt, argon2 and PBKDF2 are verified as they are, and replaced when their owners sign in.',
  security: 'administration',
  scope: 'users:import',
  query: ImportQuery,
  body: { schema: ImportedUser, streamedAs: NDJSON, example: exampleImportedUser },
  answers: {
    200: {
      description: 'The report: an outcome a line',
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
