import type { RecordedEvent } from '@gatehouse/kernel';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { Database } from '../postgres/index.js';
import { EVENTS_CHANNEL } from './append-events.js';
import { type Cursor, EventLog } from './event-log.js';

/** Somebody who follows the event log. Handed the same event twice, it must do its work once. */
export interface EventSubscription {
  /** Stable: the cursor is kept under it. */
  readonly name: string;
  readonly types: readonly string[];
  /** Takes events in commit order. When it throws, the same events come again. */
  hand(events: readonly RecordedEvent[]): Promise<void>;
}

export interface RelayOptions {
  /** Longest time between two looks at the log, in milliseconds: 1,000 unless told. */
  readonly pollMs?: number;
  readonly batch?: number;
}

/** An older transaction usually ends within milliseconds; one that does not is asked after ever less often. */
const HELD_BACK_MS = 5;

/** Reads the event log in commit order and hands it to a subscriber, at least once, then moves its cursor. */
export class Relay {
  readonly #log: EventLog;
  readonly #pollMs: number;
  readonly #batch: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #heldBackMs = HELD_BACK_MS;
  #stopped = true;
  #listening: { close(): Promise<void> } | undefined;

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
      () => this.wake(),
      () => this.wake(),
    );
    this.wake();
  }

  /** Looks at the log now, or right after the look that is under way. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#listening?.close().catch(() => undefined);
  }

  async #drain(): Promise<void> {
    let nextLook = this.#pollMs;
    try {
      do {
        this.#again = false;
        const heldBack = await this.#step();
        this.#heldBackMs = heldBack ? Math.min(this.#heldBackMs * 2, this.#pollMs) : HELD_BACK_MS;
        nextLook = heldBack ? this.#heldBackMs : this.#pollMs;
      } while (this.#again && !this.#stopped);
    } catch (error) {
      this.logger.error({ err: error, subscriber: this.subscription.name }, 'The relay could not hand events over');
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), nextLook);
  }

  /** Hands one batch over. Answers whether events are committed that an older transaction still holds back. */
  async #step(): Promise<boolean> {
    const { name, types } = this.subscription;
    const { cursor, events, end, heldBack, full } = await this.#log.readAfterCursor(name, types, this.#batch);
    if (events.length > 0) {
      await this.subscription.hand(events);
      this.metrics.relayedEvents.inc({ subscriber: name }, events.length);
    }
    if (end) await this.#move(name, cursor, end);
    if (full) this.#again = true;
    return heldBack;
  }

  async #move(name: string, from: Cursor, to: Cursor): Promise<void> {
    // Another worker's relay was faster: the hand-over was harmless, and its cursor stands.
    if (!(await this.#log.moveCursor(name, from, to))) this.#again = true;
  }
}
