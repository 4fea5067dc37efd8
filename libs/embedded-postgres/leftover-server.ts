import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Fast, immediate, by force: each with the milliseconds that it gets. */
const WAYS_TO_STOP = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Stops the server that a killed process left behind on this cluster. The folder's lock is held, so it serves nobody.
 * @throws EmbeddedPostgresError `data-in-use` when it cannot be stopped
 */
export async function stopLeftoverServer(cluster: string, log: (line: string) => void): Promise<void> {
  const leftover = await readPostmasterFile(cluster);
  if (!leftover) return;
  const runs = (): Promise<boolean> => servesCluster(leftover.pid, cluster);
  if (!(await runs())) {
    // The number now belongs to another program, and PostgreSQL would take that for a server of its own.
    await rm(path.join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  log(`Stopping the PostgreSQL server that an earlier run left behind (process ${leftover.pid})`);
  try {
    for (const [signal, milliseconds] of WAYS_TO_STOP) {
      process.kill(leftover.pid, signal);
      for (let waited = 0; waited < milliseconds; waited += 50) {
        if (!(await runs())) return;
        await pause(50);
      }
    }
  } catch (cause) {
    if (!(await runs())) return;
    throw inUse(cluster, leftover.pid, cause);
  }
  throw inUse(cluster, leftover.pid);
}

const inUse = (cluster: string, pid: number, cause?: unknown): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    `The data in ${cluster} is in use by a PostgreSQL server that cannot be stopped (process ${pid})`,
    { fault: 'data-in-use', cause },
  );

/** What a running server writes into its data directory (postmaster.pid). */
interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

/** Whether the process is a server on this very data directory: the number may long belong to somebody else. */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    // A server stands in its data directory.
    const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return standsIn !== null && standsIn === (await realpath(cluster).catch(() => cluster));
  }
  const { stdout } = await runProgram('/bin/ps', ['-o', 'command=', '-p', String(pid)], null);
  return stdout.includes('postgres') && stdout.includes(cluster);
}
