import { readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-program.js';

/** What a running server writes into its data directory (postmaster.pid). */
export interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

/** Whether the process is a server on this very data directory: the number may long belong to somebody else. */
export async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    // A server stands in its data directory.
    const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return standsIn !== null && standsIn === (await realpath(cluster).catch(() => cluster));
  }
  const { stdout } = await runProgram('/bin/ps', ['-o', 'command=', '-p', String(pid)], null);
  return stdout.includes('postgres') && stdout.includes(cluster);
}
