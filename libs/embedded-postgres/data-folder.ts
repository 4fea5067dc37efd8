import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, chooseAccount, mayEnter } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

export interface DataFolder {
  /** Who the server runs as: null where that is the user of this process. */
  readonly account: Account | null;
  /** PostgreSQL's own data directory, in the home unless the server's user cannot get there. */
  readonly cluster: string;
  /** The file that holds what the server says. */
  readonly log: string;
  readonly password: string;
  /** All folders that belong to these data, the home first. */
  readonly everything: readonly string[];
}

/**
 * Decides where the cluster lies. Where it once was it stays; a new one goes into the home, or, when root's home
 * lies behind a folder that the server's user may not enter (such as /root), under /var/lib/gatehouse.
 * @throws EmbeddedPostgresError `data-forbidden`, `data-broken` or `account-missing`
 */
export async function openDataFolder(home: string, log: (line: string) => void): Promise<DataFolder> {
  const password = await passwordIn(home);
  // Named after the password, not the path: the data are found again when the project moves, and forgotten with it.
  const name = createHash('sha256').update(password).digest('hex').slice(0, 16);
  const found = await firstCluster([home, ...ROOT_FOLDERS.map((folder) => path.join(folder, name))]);
  const account = await chooseAccount(found?.owner ?? null);
  const placeIn = (parent: string): DataFolder => ({
    account,
    password,
    cluster: path.join(parent, 'cluster'),
    log: path.join(home, 'server.log'),
    everything: [...new Set([home, parent])],
  });

  if (account === null) return placeIn(home);
  await chmod(home, (await stat(home)).mode | 0o011);
  if (await mayEnter(found?.parent ?? home, account)) return placeIn(found?.parent ?? home);
  if (found) {
    throw new EmbeddedPostgresError(
      `The data in ${found.parent} belong to user ${account.uid}, who can no longer enter that folder: make the folders above it accessible`,
      { fault: 'data-forbidden' },
    );
  }
  const elsewhere = path.join(await rootFolder(), name);
  await mkdir(elsewhere, { recursive: true });
  await chmod(elsewhere, 0o711);
  log(`PostgreSQL's user cannot enter ${home}: the data is stored in ${elsewhere}`);
  return placeIn(elsewhere);
}

export async function removeDataFolder({ everything }: DataFolder): Promise<void> {
  for (const folder of everything) await rm(folder, { recursive: true, force: true });
}

async function firstCluster(parents: readonly string[]): Promise<{ parent: string; owner: Account } | null> {
  for (const parent of parents) {
    const found = await stat(path.join(parent, 'cluster')).catch(() => null);
    if (found) return { parent, owner: found };
  }
  return null;
}

/** The superuser's password: made once, kept beside the data, readable for their owner alone. */
async function passwordIn(home: string): Promise<string> {
  const file = path.join(home, 'password');
  try {
    if (!(await stat(file).catch(() => null))) {
      const draft = `${file}.new`;
      await writeFile(draft, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flush: true });
      await rename(draft, file);
    }
    const password = (await readFile(file, 'utf8')).trim();
    if (/^[0-9a-f]{32,}$/.test(password)) return password;
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder ${home} cannot be used (${(cause as NodeJS.ErrnoException).code} at ${file}): it belongs to another user`,
      { fault: 'data-forbidden', cause },
    );
  }
  throw new EmbeddedPostgresError(
    `The data folder ${home} is damaged: ${file} contains no password. Move the folder away to start fresh`,
    { fault: 'data-broken' },
  );
}

const ROOT_FOLDERS = ['/var/lib/gatehouse', '/var/tmp/gatehouse'];

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
