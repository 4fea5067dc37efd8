import { chmod, lstat, mkdir } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

export const ROOT_FOLDERS = ['/var/lib/gatehouse', '/var/tmp/gatehouse'];

/**
 * A folder of root's that every user may enter and only root may write: for what the server's user cannot reach
 * where it is.
 */
export async function rootFolder(): Promise<string> {
  for (const folder of ROOT_FOLDERS) {
    try {
      if (await mkdir(folder, { recursive: true })) await chmod(folder, 0o755);
      // In a folder that everybody may write to, such as /var/tmp, somebody else may have been first.
      const found = await lstat(folder);
      if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder;
    } catch {
      // A read-only or full file system: the next one may do.
    }
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL's user cannot enter this folder, and neither ${ROOT_FOLDERS.join(' nor ')} can be used instead: move the project to a folder that everyone can enter, or set DATABASE_URL`,
    { fault: 'data-forbidden' },
  );
}
