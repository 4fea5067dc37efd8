import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';

/** How Linux schedules a thread, from the 41st field of its `stat`: 0 as any other, 5 when nothing else runs. */
export const ORDINARY = '0';
export const IDLE = '5';

/** The threads of this process in which libuv hashes and reads files. None on other systems than Linux. */
export function poolThreads(): { niceness: number; policy: string | undefined }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/task')
    .filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim() === 'libuv-worker')
    .map((id) => ({ niceness: getPriority(Number(id)), policy: policyOf(id) }));
}

export function policyOf(threadId: string): string | undefined {
  const stat = readFileSync(`/proc/self/task/${threadId}/stat`, 'utf8');
  // From behind the name, which may contain spaces: the third field is the first there.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3];
}
