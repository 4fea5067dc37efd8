import type { Scheduler } from 'fast-check';

/** Several times as long as calls in the background wait for others, to make one statement of them. */
const STILL_MS = 25;

/**
 * Lets statements through one at a time, in an order that fast-check chooses and repeats: each command waits before
 * every statement until all others wait as well or are done. A command is made of single statements, so these are
 * all the interleavings that commands can have, but for waits on locks.
 */
export class StatementScheduler {
  #closed = false;
  #waiting = 0;
  #running = 0;
  #changed = (): void => undefined;
  #released = (): void => undefined;

  constructor(private readonly scheduler: Scheduler) {}

  /** Every statement comes through here. */
  async pass<T>(label: string, run: () => Promise<T>): Promise<T> {
    if (!this.#closed) return run();
    this.#waiting += 1;
    const turn = this.scheduler.schedule(Promise.resolve(), label);
    this.#changed();
    await turn;
    this.#waiting -= 1;
    this.#running += 1;
    this.#released();
    try {
      return await run();
    } finally {
      this.#running -= 1;
    }
  }

  /** Runs all of them with their statements mixed. */
  async interleave<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    this.#closed = true;
    let unfinished = tasks.length;
    const results = tasks.map((task) =>
      task().finally(() => {
        unfinished -= 1;
        this.#changed();
      }),
    );
    // A failure is told at the end; until then the others go on.
    const settled = Promise.allSettled(results);
    while (await this.#allWait(() => unfinished)) {
      const released = new Promise<void>((resolve) => {
        this.#released = resolve;
      });
      await this.scheduler.waitNext(1);
      await released;
    }
    this.#closed = false;
    await settled;
    return Promise.all(results);
  }

  /** False once nobody is left. Commands that share a statement wait in one place: then it is still that tells. */
  async #allWait(unfinished: () => number): Promise<boolean> {
    while (unfinished() > 0 && this.#waiting < unfinished()) {
      const waited = this.#waiting;
      const isStill = await this.#change();
      if (isStill && this.#running === 0 && this.#waiting > 0 && this.#waiting === waited) break;
    }
    return unfinished() > 0;
  }

  /** Waits until something changes; true where nothing did for longer than statements are gathered. */
  #change(): Promise<boolean> {
    return new Promise((resolve) => {
      const still = setTimeout(() => resolve(true), STILL_MS);
      this.#changed = () => {
        clearTimeout(still);
        resolve(false);
      };
    });
  }
}
