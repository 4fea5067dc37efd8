import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { putHashingBehindRequests } from '../../../apps/api/background-hashing.js';

/** How Linux schedules a thread, from the 41st field of its `stat`: 0 as any other, 5 when nothing else runs. */
const ORDINARY = '0';
const IDLE = '5';

describe('hashing in the background', () => {
  it('puts every thread of the pool behind the thread that answers, on Linux', async () => {
    const changed = await putHashingBehindRequests('low');
    if (process.platform !== 'linux') {
      expect(changed).toEqual({ priority: 'low', threads: 0 });
      return;
    }
    const pool = poolThreads();
    expect(pool.length).toBeGreaterThan(0);
    expect(changed).toEqual({ priority: 'low', threads: pool.length });
    expect(new Set(pool.map(({ niceness }) => niceness))).toEqual(new Set([5]));
    expect(new Set(pool.map(({ policy }) => policy))).toEqual(new Set([ORDINARY]));
    expect(getPriority(process.pid)).toBe(0);
  });

  it('puts them back by less where there is no chrt', async () => {
    await expect(putHashingBehindRequests('idle', '/nowhere/chrt')).resolves.toMatchObject({ priority: 'low' });
    expect(new Set(poolThreads().map(({ policy }) => policy))).not.toContain(IDLE);
  });

  // The last one: they stay so until the process ends.
  it('lets them run when nothing else does, on Linux', async () => {
    const changed = await putHashingBehindRequests('idle');
    if (process.platform !== 'linux') return;
    const pool = poolThreads();
    expect(changed).toEqual({ priority: 'idle', threads: pool.length });
    expect(new Set(pool.map(({ policy }) => policy))).toEqual(new Set([IDLE]));
    expect(policyOf(String(process.pid))).toBe(ORDINARY);
  });
});

function poolThreads() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/task')
    .filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim() === 'libuv-worker')
    .map((id) => ({ niceness: getPriority(Number(id)), policy: policyOf(id) }));
}

function policyOf(threadId: string): string | undefined {
  const stat = readFileSync(`/proc/self/task/${threadId}/stat`, 'utf8');
  // From behind the name, which may contain spaces: the third field is the first there.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3];
}
