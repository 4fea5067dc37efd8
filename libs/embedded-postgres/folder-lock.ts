import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

interface FolderLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly identity: string | null;
}

/**
 * Makes sure that one process at a time uses the folder, which is made if need be. The lock of a process that was
 * killed counts no more: the file names its owner, and the owner's start time tells it from a successor of the same
 * number.
 * @throws EmbeddedPostgresError `data-in-use` or `data-forbidden`
 */
export async function lockFolder(home: string): Promise<FolderLock> {
  const file = path.join(home, 'lock');
  const mine = `${file}.${randomUUID()}`;
  const owner: Owner = { pid: process.pid, identity: await processIdentity(process.pid) };
  const content = JSON.stringify(owner);
  try {
    await mkdir(home, { recursive: true });
    await writeFile(mine, content, { mode: 0o644 });
    // A link appears with its content or not at all, so nobody ever reads half a lock.
    while (!(await succeeds(link(mine, file), 'EEXIST'))) await removeStaleLock(file, home);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The data folder ${home} cannot be used (${(error as NodeJS.ErrnoException).code}): it must be a folder that this user can read and write`,
      { fault: 'data-forbidden', cause: error },
    );
  } finally {
    await rm(mine, { force: true }).catch(() => undefined);
  }
  return {
    release: async () => {
      if ((await readFile(file, 'utf8').catch(() => null)) === content) await rm(file, { force: true });
    },
  };
}

async function removeStaleLock(file: string, home: string): Promise<void> {
  const seen = await readFile(file, 'utf8').catch(() => null);
  if (seen === null) return;
  const owner = ownerIn(seen);
  if (owner && (await isAlive(owner))) throw inUse(home, owner);
  // Two starts may both have found it stale: only the one that moves the very file it has seen goes on.
  const aside = `${file}.${randomUUID()}`;
  if (!(await succeeds(rename(file, aside), 'ENOENT'))) return;
  const moved = await readFile(aside, 'utf8');
  if (moved !== seen) await succeeds(link(aside, file), 'EEXIST');
  await rm(aside);
}

const isAlive = async ({ pid, identity }: Owner): Promise<boolean> =>
  identity !== null && (await processIdentity(pid)) === identity;

function ownerIn(content: string): Owner | null {
  try {
    return JSON.parse(content) as Owner;
  } catch {
    return null;
  }
}

const inUse = (home: string, { pid }: Owner): EmbeddedPostgresError =>
  new EmbeddedPostgresError(`The data folder ${home} is in use by another instance (process ${pid})`, {
    fault: 'data-in-use',
  });

/** Whether it worked, where the one expected code is a "no" and every other error a fault. */
async function succeeds(work: Promise<void>, expected: string): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === expected) return false;
    throw error;
  }
}

/**
 * Tells a running process from a later one with the same number: the time it started, in the system's own notation.
 * Null when no such process runs.
 */
async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return startedAt(pid);
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    const fields = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold anything; state and start time are fields 3 and 22 of proc(5).
    const afterName = fields.slice(fields.lastIndexOf(')') + 2).split(' ');
    return afterName[0] === 'Z' ? null : `${boot.trim()} ${afterName[19]}`;
  } catch {
    return null;
  }
}

async function startedAt(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
