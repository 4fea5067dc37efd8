export interface LookOutcome {
  readonly found: number;
  /** More is there already, but an older transaction is still open. */
  readonly heldBack: boolean;
  /** As much as was asked for: there may be more. */
  readonly full: boolean;
  /** Somebody else was faster: what was found is to be looked at again. */
  readonly overtaken?: boolean;
}

export interface Pace {
  /** Longest time between two looks, in milliseconds. */
  readonly pollMs: number;
  /** Others wait for what is found: rests are as brief as they can be. */
  readonly prompt: boolean;
}

/**
 * After a look the reader rests this many times as long as the look took, woken or not, and as long again for every
 * event but one that it found. Events that come in quick succession are read together: the busier the machine,
 * the longer the looks and the larger the batches, while a single event hardly waits.
 */
const REST = 5;
/** The same where others wait for the events. */
const PROMPT_REST = 1;
/** Nobody waits longer for a rest, in milliseconds. */
const LONGEST_REST_MS = 240;

/** An older transaction usually ends within milliseconds; one that does not is asked after ever less often. */
const HELD_BACK_MS = 5;

/** When to look at the log: when woken, after a rest; at once while there is more; by the poll whatever else fails. */
export class Poller {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Before it, nobody is woken: by the clock of `performance`. */
  #restedAt = Number.NEGATIVE_INFINITY;
  #again = false;
  #heldBackMs = HELD_BACK_MS;
  #stopped = false;

  /** @param look answers null where it did not look at all */
  constructor(
    private readonly look: () => Promise<LookOutcome | null>,
    private readonly onFault: (error: unknown) => void,
    private readonly pace: Pace,
  ) {}

  /** Looks now, or as soon as the reader has rested from its last look. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running === undefined) this.#schedule(this.#restedAt - performance.now());
    else this.#again = true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (milliseconds > 0) this.#timer = setTimeout(() => this.#run(), milliseconds);
    else this.#run();
  }

  #run(): void {
    this.#running = this.#lookOnce().then((nextLook) => {
      this.#running = undefined;
      if (!this.#stopped) this.#schedule(nextLook);
    });
  }

  /** Answers after how many milliseconds to look again. */
  async #lookOnce(): Promise<number> {
    this.#again = false;
    const { pollMs } = this.pace;
    const began = performance.now();
    try {
      const outcome = await this.look();
      if (!outcome) return pollMs;
      const { found, heldBack, full, overtaken = false } = outcome;
      const restMs = this.#restAfter(began, found);
      this.#heldBackMs = heldBack ? Math.min(this.#heldBackMs * 2, pollMs) : HELD_BACK_MS;
      if (full) return 0;
      if (this.#again || overtaken) return restMs;
      return heldBack ? this.#heldBackMs : pollMs;
    } catch (error) {
      this.onFault(error);
      this.#restAfter(began, 0);
      return pollMs;
    }
  }

  #restAfter(began: number, found: number): number {
    const now = performance.now();
    const times = this.pace.prompt ? PROMPT_REST : REST * Math.max(found, 1);
    const restMs = Math.min(times * (now - began), LONGEST_REST_MS, this.pace.pollMs);
    this.#restedAt = now + restMs;
    return restMs;
  }
}
