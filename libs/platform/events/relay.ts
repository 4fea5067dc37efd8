import type { RecordedEvent } from '@gatehouse/kernel';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { Database } from '../postgres/index.js';
import { concernsAny, EVENTS_CHANNEL } from './append-events.js';
import { type Cursor, EventLog, type LogBatch } from './event-log.js';

/** Somebody who follows the event log. Handed the same event twice, it must do its work once. */
export interface EventSubscription {
  /** Stable: the cursor is kept under it. */
  readonly name: string;
  /** `all`: those that are yet to be thought of too. */
  readonly types: readonly string[] | 'all';
  /** Whether it can take anything now: while it cannot, it is not handed anything. Always, unless it says so. */
  ready?(): boolean;
  /** Others wait for its events: it rests as briefly as it can. */
  readonly prompt?: boolean;
  /** Takes events in commit order. When it throws, the same events come again. */
  hand(events: readonly RecordedEvent[]): Promise<void>;
}

export interface RelayOptions {
  /** Longest time between two looks at the log, in milliseconds: 1,000 unless told. */
  readonly pollMs?: number;
  readonly batch?: number;
}

/**
 * After a look the relay rests this many times as long as the look took, notified or not, and half as long again for
 * every event but one that it found. Events that come in quick succession are handed over together: the busier the
 * machine, the longer the looks and the larger the batches, while a single event hardly waits.
 */
const REST = 10;
/** The same where others wait for the events. */
const PROMPT_REST = 1;
/** Nobody waits longer for a rest, in milliseconds. */
const LONGEST_REST_MS = 240;

/** An older transaction usually ends within milliseconds; one that does not is asked after ever less often. */
const HELD_BACK_MS = 5;

/** Reads the event log in commit order and hands it to a subscriber, at least once, then moves its cursor. */
export class Relay {
  readonly #log: EventLog;
  readonly #pollMs: number;
  readonly #batch: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Before it, notifications wake nobody: by the clock of `performance`. */
  #restedAt = Number.NEGATIVE_INFINITY;
  #again = false;
  #heldBackMs = HELD_BACK_MS;
  #stopped = true;
  #listening: { close(): void } | undefined;

  constructor(
    private readonly database: Database,
    private readonly subscription: EventSubscription,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
    options: RelayOptions = {},
  ) {
    this.#log = new EventLog(database);
    this.#pollMs = options.pollMs ?? 1_000;
    this.#batch = options.batch ?? 500;
  }

  async start(): Promise<void> {
    this.#stopped = false;
    this.#listening = await this.database.listen(
      EVENTS_CHANNEL,
      (payload) => this.#notified(payload),
      () => this.wake(),
    );
    this.wake();
  }

  /** Looks at the log now, or as soon as the relay has rested from its last look. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running === undefined) this.#schedule(this.#restedAt - performance.now());
    else this.#again = true;
  }

  #notified(payload: string): void {
    if (concernsAny(payload, this.subscription.types)) this.wake();
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (milliseconds > 0) this.#timer = setTimeout(() => this.#look(), milliseconds);
    else this.#look();
  }

  #look(): void {
    this.#running = this.#drain().then((nextLook) => {
      this.#running = undefined;
      if (!this.#stopped) this.#schedule(nextLook);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#listening?.close();
  }

  /** Answers after how many milliseconds to look again. */
  async #drain(): Promise<number> {
    this.#again = false;
    if (this.subscription.ready?.() === false) return this.#pollMs;
    const began = performance.now();
    try {
      const { found, heldBack, full } = await this.#step();
      const restMs = this.#restAfter(began, found);
      this.#heldBackMs = heldBack ? Math.min(this.#heldBackMs * 2, this.#pollMs) : HELD_BACK_MS;
      if (full) return 0;
      if (this.#again) return restMs;
      return heldBack ? this.#heldBackMs : this.#pollMs;
    } catch (error) {
      this.logger.error({ err: error, subscriber: this.subscription.name }, 'The relay could not hand events over');
      this.#restAfter(began, 0);
      return this.#pollMs;
    }
  }

  #restAfter(began: number, found: number): number {
    const now = performance.now();
    const times = this.subscription.prompt ? PROMPT_REST : REST * (1 + Math.max(found - 1, 0) / 2);
    const restMs = Math.min(times * (now - began), LONGEST_REST_MS, this.#pollMs);
    this.#restedAt = now + restMs;
    return restMs;
  }

  /** Hands one batch over. */
  async #step(): Promise<Pick<LogBatch, 'heldBack' | 'full'> & { readonly found: number }> {
    const { name, types } = this.subscription;
    const { cursor, events, end, heldBack, full } = await this.#log.readAfterCursor(name, types, this.#batch);
    if (events.length > 0) {
      await this.subscription.hand(events);
      this.metrics.relayedEvents.inc({ subscriber: name }, events.length);
    }
    if (end) await this.#move(name, cursor, end);
    return { found: events.length, heldBack, full };
  }

  async #move(name: string, from: Cursor, to: Cursor): Promise<void> {
    // Another worker's relay was faster: the hand-over was harmless, and its cursor stands.
    if (!(await this.#log.moveCursor(name, from, to))) this.#again = true;
  }
}
