import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ProgramOutcome, runProgram } from './account.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * Makes the cluster on first use. It is made under another name and moved into place when it is whole, so that an
 * interrupted start leaves nothing half done.
 * @throws EmbeddedPostgresError `data-broken` when what is there cannot be used
 */
export async function ensureCluster(folder: DataFolder, binaries: Binaries): Promise<void> {
  const { cluster } = folder;
  const version = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw damaged(folder, `PG_VERSION cannot be read (${error.code})`);
  });
  if (version === null) {
    const content = await readdir(cluster).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw damaged(folder, `${cluster} is not a folder`);
    });
    if (content !== null) throw damaged(folder, `${cluster} is not a PostgreSQL cluster (no PG_VERSION)`);
    return createCluster(folder, binaries);
  }
  if (version.trim() === String(binaries.major)) return;
  throw new EmbeddedPostgresError(
    `The data in ${cluster} was created by PostgreSQL ${version.trim()}, but this is ${binaries.major}: move it away to start fresh, or dump and restore it`,
    { fault: 'data-broken' },
  );
}

async function createCluster({ account, cluster, password }: DataFolder, binaries: Binaries): Promise<void> {
  const draft = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { flag: 'wx', mode: 0o600 });
    if (account) for (const file of [draft, passwordFile]) await chown(file, account.uid, account.gid);
    const args = [`--pgdata=${draft}`, '--username=gatehouse', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const made = await runProgram(binaries.initdb, [...args, '--encoding=UTF8', ...localeOf(binaries)], account);
    if (made.status !== 0) throw new Error(whyNot(made));
    await rename(draft, cluster);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw new EmbeddedPostgresError(
      `PostgreSQL could not initialize ${cluster}: ${cause instanceof Error ? cause.message : cause}`,
      { fault: 'start-failed', cause },
    );
  } finally {
    await rm(passwordFile, { force: true }).catch(() => undefined);
  }
}

function whyNot({ status, stderr }: ProgramOutcome): string {
  // As under `docker run --user 1234`.
  if (/could not look up effective user ID/.test(stderr)) {
    return `it needs a user with a name in /etc/passwd. Start as another user or set DATABASE_URL`;
  }
  return stderr.trim().replaceAll(/\s*\n\s*/g, ' ') || `status ${status}`;
}

/** The same order by code point everywhere; PostgreSQL brings the locale itself since 17. */
function localeOf({ major }: Binaries): string[] {
  if (major >= 17) return ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  return [process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C'];
}

const damaged = (folder: DataFolder, reason: string): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    `The data folder ${folder.everything[0]} is damaged: ${reason}. Move it away to start fresh`,
    { fault: 'data-broken' },
  );
