import { Overloaded } from '@gatehouse/kernel';
import { jest } from '@jest/globals';
import { HashQueue, type HashQueueOptions } from '../../../libs/registration/adapters/argon2/hash-queue.js';
import type { HashPriority } from '../../../libs/registration/application/ports/password-hasher.js';

const queueOf = (options: Partial<HashQueueOptions> = {}) =>
  new HashQueue({ concurrency: 1, limit: 1_000, longestWaitSeconds: 60, ...options });

/** One hash of the application `default`. */
const one = <T>(queue: HashQueue, priority: HashPriority, compute: () => Promise<T>, seconds = 0.001) =>
  of(queue, 'default', priority, compute, seconds);
const of = <T>(
  queue: HashQueue,
  application: string,
  priority: HashPriority,
  compute: () => Promise<T>,
  seconds = 0.001,
) => queue.run({ application, priority }, seconds, (inTurn) => inTurn(seconds, compute));

/** Work that ends when the test says so. */
const work = () => {
  const gate = Promise.withResolvers<void>();
  return { run: () => gate.promise, end: gate.resolve, fail: gate.reject };
};
/** Lets everything happen that needs no outside event. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the queue in front of the hashes', () => {
  it('works on as many at once as configured, and on no more', async () => {
    const queue = queueOf({ concurrency: 2 });
    let running = 0;
    const jobs = Array.from({ length: 5 }, () => work());
    const done = jobs.map((job) =>
      one(queue, 'sign-up', () => {
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

  it('tells what it has in hand, and how long the first of those that wait has waited', async () => {
    const queue = queueOf({ concurrency: 1 });
    expect(queue.figures).toEqual({ slots: 1, running: 0, waiting: 0, longestWaitSeconds: 0 });
    const clock = jest.spyOn(performance, 'now').mockReturnValue(10_000);
    try {
      const jobs = [work(), work(), work()];
      const done = jobs.map((job, index) => {
        clock.mockReturnValue(10_000 + index * 500);
        return of(queue, `app-${index}`, 'sign-up', job.run);
      });
      clock.mockReturnValue(12_000);
      expect(queue.figures).toEqual({ slots: 1, running: 1, waiting: 2, longestWaitSeconds: 1.5 });
      for (const job of jobs) job.end();
      await Promise.all(done);
      expect(queue.figures).toMatchObject({ running: 0, waiting: 0, longestWaitSeconds: 0 });
    } finally {
      clock.mockRestore();
    }
  });

  it('takes activations before sign-ins before sign-ups, each in the order in which they came', async () => {
    const queue = queueOf({ concurrency: 1 });
    const first = work();
    const busy = one(queue, 'sign-up', first.run);
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
      one(queue, priority, async () => {
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
    const queue = queueOf({ limit: 2 });
    const jobs = [work(), work(), work()];
    const done = jobs.map((job) => one(queue, 'sign-up', job.run));
    await settle();
    const refused = one(queue, 'activation', async () => 'never');
    await expect(refused).rejects.toThrow(Overloaded);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 2 });
    jobs[0]?.end();
    await done[0];
    expect(await Promise.all([one(queue, 'activation', async () => 'now'), jobs[1]?.end(), jobs[2]?.end()])).toContain(
      'now',
    );
    await Promise.all(done);
  });

  it('answers what the work answers, and goes on after work that failed', async () => {
    const queue = queueOf({ concurrency: 1 });
    const broken = one(queue, 'sign-up', async () => {
      throw new Error('no memory');
    });
    await expect(broken).rejects.toThrow('no memory');
    expect(await one(queue, 'sign-up', async () => 42)).toBe(42);
  });

  it('reports how long each waited and worked', async () => {
    const observed: [HashPriority, number, number][] = [];
    const queue = queueOf({ observe: (...times) => observed.push(times) });
    const [first, second] = [work(), work()];
    const done = [one(queue, 'activation', first.run), one(queue, 'sign-up', second.run)];
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
      const queue = queueOf();
      await Promise.all(Array.from({ length: 50 }, (_, index) => one(queue, 'sign-up', async () => index)));
      for (const timer of timers) expect(timer).not.toHaveBeenCalled();
    } finally {
      for (const timer of timers) timer.mockRestore();
    }
  });

  describe('of several applications', () => {
    it('gives the next turn to the one that was given the least, however many and dear the others’ are', async () => {
      const queue = queueOf();
      const busy = work();
      const order: string[] = [];
      const note = (name: string) => async () => {
        order.push(name);
      };
      const done = [of(queue, 'dear', 'activation', busy.run, 6)];
      for (let index = 1; index <= 10; index += 1) done.push(of(queue, 'dear', 'activation', note('dear'), 6));
      for (let index = 1; index <= 3; index += 1) done.push(of(queue, 'default', 'sign-up', note('default'), 0.04));
      await settle();
      busy.end();
      await Promise.all(done);
      expect(order.slice(0, 4)).toEqual(['default', 'default', 'default', 'dear']);
      expect(order).toHaveLength(13);
    });

    it('takes turns where they cost the same, and saves up no turns for those who are idle', async () => {
      const queue = queueOf();
      const order: string[] = [];
      const note = (name: string) => async () => {
        order.push(name);
      };
      for (let index = 1; index <= 50; index += 1) await of(queue, 'early', 'sign-up', note('early'), 1);
      order.length = 0;
      const busy = work();
      const done = [of(queue, 'early', 'sign-up', busy.run, 1)];
      for (let index = 1; index <= 4; index += 1) done.push(of(queue, 'late', 'sign-up', note('late'), 1));
      for (let index = 1; index <= 4; index += 1) done.push(of(queue, 'early', 'sign-up', note('early'), 1));
      await settle();
      busy.end();
      await Promise.all(done);
      expect(order.filter((_, index) => index % 2 === 0)).toEqual(Array(4).fill(order[0]));
      expect(order.filter((_, index) => index % 2 === 1)).toEqual(Array(4).fill(order[1]));
      expect(order[0]).not.toBe(order[1]);
    });

    it('refuses what would wait for too long by estimate, with the wait, and no other work', async () => {
      const queue = queueOf({ concurrency: 2, longestWaitSeconds: 5 });
      const jobs = [work(), work()];
      const done = jobs.map((job) => of(queue, 'dear', 'sign-in', job.run, 6));
      await settle();
      const refused = of(queue, 'dear', 'sign-in', async () => 'never', 6);
      await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 6 });
      const other = of(queue, 'default', 'sign-up', async () => 'taken', 6);
      for (const job of jobs) job.end();
      expect(await other).toBe('taken');
      await Promise.all(done);
      expect(await of(queue, 'dear', 'sign-in', async () => 'again', 6)).toBe('again');
    });

    it('admits a proof of several hashes as a whole: none is refused half-way', async () => {
      const queue = queueOf({ longestWaitSeconds: 5 });
      const gate = work();
      const proof = queue.run({ application: 'default', priority: 'sign-in' }, 6, async (inTurn) => {
        await inTurn(3, gate.run);
        return inTurn(3, async () => 'both');
      });
      await settle();
      await expect(one(queue, 'sign-in', async () => 'never')).rejects.toThrow(Overloaded);
      gate.end();
      expect(await proof).toBe('both');
    });

    it('admits an activation where sign-ups have filled the wait', async () => {
      const queue = queueOf({ longestWaitSeconds: 5 });
      const gate = work();
      const first = one(queue, 'sign-up', gate.run, 6);
      await expect(one(queue, 'sign-up', async () => 'never')).rejects.toThrow(Overloaded);
      const activation = one(queue, 'activation', async () => 'now');
      gate.end();
      expect(await activation).toBe('now');
      await first;
    });

    it('keeps a place for a call until its hash, or until the call ends without one', async () => {
      const queue = queueOf({ limit: 2 });
      const turn = { application: 'default', priority: 'sign-up' } as const;
      const [left, used] = [queue.takePlace(turn, 1), queue.takePlace(turn, 1)];
      expect(queue.refusal(turn)).toBe(2);
      expect(() => queue.takePlace(turn, 1)).toThrow(Overloaded);
      left.leave();
      expect(queue.refusal(turn)).toBeNull();
      const gate = work();
      const done = queue.run(used, 1, (compute) => compute(1, gate.run));
      // What a second hash of the same call takes is a place of its own.
      const further = queue.run(used, 1, async () => 'further');
      gate.end();
      expect(await further).toBe('further');
      await done;
      used.leave();
      expect(queue.refusal(turn)).toBeNull();
    });

    it('looks again where a proof turns out to take more than its place', async () => {
      const queue = queueOf({ longestWaitSeconds: 5 });
      const turn = { application: 'default', priority: 'sign-in' } as const;
      const places = [queue.takePlace(turn, 0.04), queue.takePlace(turn, 0.04)];
      const gate = work();
      const [proof, ...others] = places.map((place) => queue.run(place, 6, (compute) => compute(6, gate.run)));
      await expect(Promise.all(others)).rejects.toMatchObject({ retryAfterSeconds: 6 });
      expect(queue.refusal(turn)).toBe(6);
      expect(queue.refusal({ ...turn, priority: 'activation' })).toBeNull();
      expect(queue.refusal({ ...turn, application: 'another' })).toBeNull();
      gate.end();
      await proof;
      expect(queue.refusal(turn)).toBeNull();
    });

    it('frees what work had reserved that failed', async () => {
      const queue = queueOf({ longestWaitSeconds: 5 });
      const broken = queue.run({ application: 'default', priority: 'sign-in' }, 600, async () => {
        throw new Error('no memory');
      });
      await expect(broken).rejects.toThrow('no memory');
      expect(await one(queue, 'sign-in', async () => 42)).toBe(42);
    });
  });
});
