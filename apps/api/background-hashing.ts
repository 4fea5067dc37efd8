import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { promisify } from 'node:util';
import type { HashingSettings } from '@gatehouse/platform/config';

const THREADS = '/proc/self/task';
/** What libuv calls the threads of its pool. */
const POOL_THREAD = 'libuv-worker';
/** A third of an ordinary thread's share when all are busy: requests come first, and sign-ups still get through. */
const NICENESS = 5;

/** How many threads hash behind the one that answers requests, and as what. */
export interface BackgroundHashing {
  readonly priority: HashingSettings['priority'];
  readonly threads: number;
}

/**
 * Puts the threads that hash passwords behind the one that answers requests, so that reads stay quick while people
 * sign up. Nothing is lost by it: idle processors hash as ever. On Linux, where each thread has an id.
 * @param priority `low`: less of the processor. `idle`: none while an ordinary thread beside them wants it, and it need not wait for
 * the end of their slice; a thread cannot leave that class again
 * @param chrt the program of util-linux that sets a thread's policy, which Node cannot
 * @returns `idle` only if all threads could be given that; no threads where it cannot be done
 */
export async function putHashingBehindRequests(
  priority: HashingSettings['priority'],
  chrt = 'chrt',
): Promise<BackgroundHashing> {
  // Reading the folder also makes the pool, should nothing have used it yet.
  const ids = await readdir(THREADS).catch(() => []);
  const names = await Promise.all(ids.map((id) => readFile(`${THREADS}/${id}/comm`, 'utf8').catch(() => '')));
  const pool = ids.filter((_, index) => names[index]?.trim() === POOL_THREAD);
  if (priority === 'idle' && pool.length > 0 && (await areIdle(pool, chrt))) return { priority, threads: pool.length };
  return { priority: 'low', threads: pool.filter(isPutBack).length };
}

async function areIdle(threadIds: readonly string[], chrt: string): Promise<boolean> {
  const done = await Promise.allSettled(
    threadIds.map((id) => promisify(execFile)(chrt, ['--idle', '--pid', '0', id], { timeout: 5_000 })),
  );
  return done.every(({ status }) => status === 'fulfilled');
}

function isPutBack(threadId: string): boolean {
  try {
    setPriority(Number(threadId), NICENESS);
    return true;
  } catch {
    return false;
  }
}
