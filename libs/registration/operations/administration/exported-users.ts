import type { CommandContext } from '@gatehouse/kernel';
import type { ExportUsers } from '../../contract/queries/export-users.js';
import type { ExportedUser } from '../../contract/read-models/exported-user.js';

const BATCH = 500;

/** All people of an application, a batch at a time; noted before the first. */
export async function* exportedUsers(
  users: ExportUsers,
  context: CommandContext,
): AsyncIterable<readonly ExportedUser[]> {
  await users.note(context);
  for (let after: string | null = null; ; ) {
    const batch: ExportedUser[] = await users.page({ application: context.application, after, limit: BATCH });
    yield batch;
    if (batch.length < BATCH) return;
    after = batch.at(-1)?.id ?? null;
  }
}
