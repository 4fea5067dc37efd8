import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Tells a running process from a later one with the same number: the time it started, in the system's own notation.
 * Null when no such process runs.
 */
export async function processIdentity(pid: number): Promise<string | null> {
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
