import { execFile } from 'node:child_process';
import { getPriority } from 'node:os';
import { promisify } from 'node:util';
import { putHashingBehindRequests } from '../../../apps/api/background-hashing.js';
import { IDLE, ORDINARY, poolThreads } from '../../support/pool-threads.js';

const fileOf = (file: string): string => JSON.stringify(new URL(`../../../${file}`, import.meta.url).href);

/** Tells what it was given, and how its threads are scheduled then. */
const PROCESS = `
  import { putHashingBehindRequests } from ${fileOf('apps/api/background-hashing.ts')};
  import { policyOf, poolThreads } from ${fileOf('tests/support/pool-threads.ts')};
  const given = await putHashingBehindRequests('idle');
  console.log(JSON.stringify({ given, pool: poolThreads(), main: given.threads > 0 && policyOf(process.pid) }));`;

describe('hashing in the background', () => {
  it('puts every thread of the pool behind the thread that answers, on Linux', async () => {
    const given = await putHashingBehindRequests('low');
    const pool = poolThreads();
    expect(given).toEqual({ priority: 'low', threads: pool.length });
    if (process.platform !== 'linux') return;
    expect(pool.length).toBeGreaterThan(0);
    expect(new Set(pool.map(({ niceness }) => niceness))).toEqual(new Set([5]));
    expect(new Set(pool.map(({ policy }) => policy))).toEqual(new Set([ORDINARY]));
    expect(getPriority(process.pid)).toBe(0);
  });

  it('puts them back by less where there is no chrt', async () => {
    await expect(putHashingBehindRequests('idle', '/nowhere/chrt')).resolves.toMatchObject({ priority: 'low' });
    expect(new Set(poolThreads().map(({ policy }) => policy))).not.toContain(IDLE);
  });

  it('lets them run when nothing else does, on Linux', async () => {
    // In a process of its own, whose threads stay so until it ends.
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROCESS]);
    const { given, pool, main } = JSON.parse(stdout);
    if (process.platform !== 'linux') {
      expect(given).toEqual({ priority: 'low', threads: 0 });
      return;
    }
    expect(pool.length).toBeGreaterThan(0);
    expect(given).toEqual({ priority: 'idle', threads: pool.length });
    expect(new Set(pool.map(({ policy }: { policy: string }) => policy))).toEqual(new Set([IDLE]));
    expect(main).toBe(ORDINARY);
  });
});
