import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { putHashingBehindRequests } from '../../../apps/api/background-hashing.js';

describe('hashing in the background', () => {
  it('puts every thread of the pool behind the thread that answers, on Linux', async () => {
    const changed = await putHashingBehindRequests();
    if (process.platform !== 'linux') {
      expect(changed).toBe(0);
      return;
    }
    const threads = readdirSync('/proc/self/task').map((id) => ({
      name: readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
      niceness: getPriority(Number(id)),
    }));
    const pool = threads.filter(({ name }) => name === 'libuv-worker');
    expect(pool.length).toBeGreaterThan(0);
    expect(changed).toBe(pool.length);
    expect(new Set(pool.map(({ niceness }) => niceness))).toEqual(new Set([5]));
    expect(getPriority(process.pid)).toBe(0);
  });
});
