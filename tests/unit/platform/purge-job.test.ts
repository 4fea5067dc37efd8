import { systemClock } from '@gatehouse/kernel';
import { type Purge, PurgeJob, untilNoneLeft } from '@gatehouse/platform/jobs';
import { createLogger } from '@gatehouse/platform/logging';
import { Metrics } from '@gatehouse/platform/metrics';

const silent = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');

const purgeOf = (what: string, rows: number): Purge & { readonly left: () => number } => {
  let left = rows;
  return {
    what,
    left: () => left,
    batches: (size) =>
      untilNoneLeft(size, async (limit) => {
        const removed = Math.min(limit, left);
        left -= removed;
        return removed;
      }),
  };
};
const broken: Purge = {
  what: 'broken',
  // biome-ignore lint/correctness/useYield: it fails before it has anything to tell
  async *batches() {
    throw new Error('The database is away');
  },
};

describe('the purge', () => {
  const metrics = new Metrics();
  const run = (purges: readonly Purge[], clock = systemClock) => new PurgeJob(purges, clock, silent, metrics).handle();
  const removed = async () =>
    Object.fromEntries((await metrics.purgedRows.get()).values.map(({ labels, value }) => [labels.what, value]));

  it('takes batch after batch until nothing is left, and counts what it removes', async () => {
    const [some, none] = [purgeOf('some', 1_203), purgeOf('none', 0)];
    expect(await run([some, none])).toEqual({ kind: 'done' });
    expect(some.left()).toBe(0);
    expect(await removed()).toMatchObject({ some: 1_203, none: 0 });
    expect((await metrics.purgeFinished.get()).values[0]?.value).toBeGreaterThan(1_700_000_000);
  });

  it('does the rest though one fails, and then fails, so that the job comes again', async () => {
    const after = purgeOf('after', 3);
    await expect(run([broken, after])).rejects.toThrow('Some purges failed');
    expect(after.left()).toBe(0);
  });

  it('stops where there is more than it has time for; the next hour goes on', async () => {
    let now = 0;
    const clock = {
      now: () => {
        now += 60_000;
        return new Date(now);
      },
    };
    const endless = purgeOf('endless', 1_000_000);
    await run([endless], clock);
    expect(endless.left()).toBeGreaterThan(0);
    expect(endless.left()).toBeLessThan(1_000_000);
  });
});
