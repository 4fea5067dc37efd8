import { Overloaded } from '@gatehouse/kernel';
import { jest } from '@jest/globals';
import { HashQueue } from '../../../libs/registration/adapters/argon2/hash-queue.js';
import type { HashPriority } from '../../../libs/registration/application/ports/password-hasher.js';

/** Work that ends when it is told to. */
const work = () => {
  const gate = Promise.withResolvers<void>();
  return { run: () => gate.promise, end: gate.resolve, fail: gate.reject };
};
/** Lets everything happen that needs no outside event. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the queue in front of the hashes', () => {
  it('works on as many at once as told, and on no more', async () => {
    const queue = new HashQueue({ concurrency: 2, limit: 10 });
    let running = 0;
    const jobs = Array.from({ length: 5 }, () => work());
    const done = jobs.map((job) =>
      queue.run('sign-up', () => {
        running++;
        return job.run().finally(() => running--);
      }),
    );
    for (const [index, job] of jobs.entries()) {
      await settle();
      expect({ running, waiting: queue.waiting }).toEqual({
        running: Math.min(2, 5 - index),
        waiting: Math.max(0, 3 - index),
      });
      job.end();
    }
    await Promise.all(done);
    expect(queue.waiting).toBe(0);
  });

  it('takes activations before sign-ins before sign-ups, each in the order in which they came', async () => {
    const queue = new HashQueue({ concurrency: 1, limit: 10 });
    const first = work();
    const busy = queue.run('sign-up', first.run);
    const order: string[] = [];
    const asked: [HashPriority, string][] = [
      ['sign-up', '1'],
      ['sign-in', '2'],
      ['activation', '3'],
      ['sign-up', '4'],
      ['activation', '5'],
      ['sign-in', '6'],
    ];
    const done = asked.map(([priority, name]) =>
      queue.run(priority, async () => {
        order.push(`${priority} ${name}`);
      }),
    );
    await settle();
    expect(order).toEqual([]);
    first.end();
    await Promise.all([busy, ...done]);
    expect(order).toEqual(['activation 3', 'activation 5', 'sign-in 2', 'sign-in 6', 'sign-up 1', 'sign-up 4']);
  });

  it('refuses one more than may wait, with the time after which to come back, and takes more when there is room', async () => {
    const queue = new HashQueue({ concurrency: 1, limit: 2 });
    const jobs = [work(), work(), work()];
    const done = jobs.map((job) => queue.run('sign-up', job.run));
    await settle();
    const refused = queue.run('activation', async () => 'never');
    await expect(refused).rejects.toThrow(Overloaded);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 2 });
    jobs[0]?.end();
    await done[0];
    expect(await Promise.all([queue.run('activation', async () => 'now'), jobs[1]?.end(), jobs[2]?.end()])).toContain(
      'now',
    );
    await Promise.all(done);
  });

  it('answers what the work answers, and goes on after work that failed', async () => {
    const queue = new HashQueue({ concurrency: 1, limit: 10 });
    const broken = queue.run('sign-up', async () => {
      throw new Error('no memory');
    });
    await expect(broken).rejects.toThrow('no memory');
    expect(await queue.run('sign-up', async () => 42)).toBe(42);
  });

  it('tells how long each waited and worked', async () => {
    const observed: [HashPriority, number, number][] = [];
    const queue = new HashQueue({ concurrency: 1, limit: 10, observe: (...times) => observed.push(times) });
    const [first, second] = [work(), work()];
    const done = [queue.run('activation', first.run), queue.run('sign-up', second.run)];
    await settle();
    first.end();
    await settle();
    second.end();
    await Promise.all(done);
    expect(observed.map(([priority]) => priority)).toEqual(['activation', 'sign-up']);
    const [[, , worked] = [], [, waited] = []] = observed;
    // The second waited at least as long as the first was at work.
    expect(waited).toBeGreaterThanOrEqual(worked ?? Number.NaN);
  });

  it('sets no timer: whoever waits is taken when a place is free, not when a clock says so', async () => {
    const timers = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'setInterval')];
    try {
      const queue = new HashQueue({ concurrency: 1, limit: 100 });
      await Promise.all(Array.from({ length: 50 }, (_, index) => queue.run('sign-up', async () => index)));
      for (const timer of timers) expect(timer).not.toHaveBeenCalled();
    } finally {
      for (const timer of timers) timer.mockRestore();
    }
  });
});
