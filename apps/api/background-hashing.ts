import { readdir, readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';

const THREADS = '/proc/self/task';
/** What libuv calls the threads of its pool. */
const POOL_THREAD = 'libuv-worker';
/** A third of an ordinary thread's share when all are busy: requests come first, and sign-ups still get through. */
const NICENESS = 5;

/**
 * Puts the threads that hash passwords behind the one that answers requests, so that reads stay quick while people
 * sign up. Nothing is lost by it: idle processors hash as ever. On Linux, where each thread has an id.
 * @returns how many threads were put back; 0 where that cannot be done
 */
export async function putHashingBehindRequests(): Promise<number> {
  // Reading the folder also makes the pool, should nothing have used it yet.
  const ids = await readdir(THREADS).catch(() => []);
  const names = await Promise.all(ids.map((id) => readFile(`${THREADS}/${id}/comm`, 'utf8').catch(() => '')));
  const pool = ids.filter((_, index) => names[index]?.trim() === POOL_THREAD);
  return pool.filter(isPutBack).length;
}

function isPutBack(threadId: string): boolean {
  try {
    setPriority(Number(threadId), NICENESS);
    return true;
  } catch {
    return false;
  }
}
