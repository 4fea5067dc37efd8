import { access, chmod, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * `.gatehouse` under the folder that `npm start` runs in: its data, its keys, its addresses. Everybody may walk
 * through, because as root the database runs as another user; what is secret in it is closed by itself.
 * @throws Error with one line when it is no folder, or closed to this user
 */
export async function dataFolder(startedIn: string): Promise<string> {
  const folder = path.join(startedIn, '.gatehouse');
  try {
    if (await mkdir(folder, { recursive: true })) await chmod(folder, 0o755);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new Error(
      `The data folder ${folder} cannot be used (${code}): it must be a folder that this user can read and write`,
      { cause },
    );
  }
}
