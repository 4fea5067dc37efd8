import type { RecordedEvent } from '@gatehouse/kernel';
import { Heartbeat } from '../health.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/index.js';
import { isTracing, openSpan } from '../tracing/index.js';
import { concernsAny, EVENTS_CHANNEL } from './command-record.js';
import type { Cursor } from './cursor.js';
import { EventLog, type LogBatch } from './event-log.js';
import { type LookOutcome, Poller } from './poller.js';

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
  /** Nobody waits for what it does: it looks for events so often, in milliseconds, and no notification wakes it. */
  readonly pollIntervalMs?: number;
  /** Those of its types for which it is woken at present; others are found by the poll. All of them, by default. */
  wakingTypes?(): readonly string[] | 'all';
  /** Takes events in commit order. When it throws, the same events come again. */
  hand(events: readonly RecordedEvent[]): Promise<void>;
}

export interface RelayOptions {
  /** Longest time between two looks at the log, in milliseconds: 1,000 by default. */
  readonly pollMs?: number;
  readonly batch?: number;
}

/** A look at the log takes a few milliseconds. One that a silent database has swallowed is begun again after so many. */
const LOOK_DEADLINE_MS = 3_000;

/** A relay that has not come to the end of a look for so long, beyond its poll, is stalled: in milliseconds. */
const LONGEST_TURN_MS = 30_000;

/** Reads the event log in commit order and hands it to a subscriber, at least once, then moves its cursor. */
export class Relay {
  /** Beats with each look that came to its end, also with one that found the subscriber unable to take anything. */
  readonly heartbeat: Heartbeat;
  readonly #log: EventLog;
  readonly #looks: Poller;
  readonly #batch: number;
  #listening: { close(): void } | undefined;
  /** What comes after the batch before, where that was full and the cursor has moved to its end. */
  #ahead: Promise<LogBatch | null> | undefined;

  constructor(
    private readonly database: Database,
    private readonly subscription: EventSubscription,
    logger: Logger,
    private readonly metrics: Metrics,
    { pollMs = subscription.pollIntervalMs ?? 1_000, batch = 500 }: RelayOptions = {},
  ) {
    this.#log = new EventLog(database, { deadlineMs: LOOK_DEADLINE_MS });
    this.#batch = batch;
    this.heartbeat = new Heartbeat(`relay ${subscription.name}`, pollMs + LONGEST_TURN_MS);
    const onFault = (error: unknown) =>
      logger.error({ err: error, subscriber: subscription.name }, 'The relay could not hand over events');
    this.#looks = new Poller(() => this.#turn(), onFault, { pollMs, prompt: subscription.prompt ?? false });
  }

  async start(): Promise<void> {
    this.#listening = await this.database.listen(
      EVENTS_CHANNEL,
      (payload) => this.#notified(payload),
      () => this.wake(),
    );
    this.wake();
  }

  /** Looks at the log now, or as soon as the relay has rested from its last look. */
  wake(): void {
    this.#looks.wake();
  }

  #notified(payload: string): void {
    const { types, pollIntervalMs } = this.subscription;
    const waking = this.subscription.wakingTypes?.() ?? types;
    if (pollIntervalMs === undefined && concernsAny(payload, waking)) this.wake();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    this.#listening?.close();
  }

  async #turn(): Promise<LookOutcome | null> {
    const outcome = await this.#step();
    this.heartbeat.beat();
    return outcome;
  }

  /** A batch is of many traces: each of them has a span for it. */
  async #hand(events: readonly RecordedEvent[]): Promise<void> {
    if (!isTracing()) return this.subscription.hand(events);
    const name = `relay ${this.subscription.name}`;
    const spans = events.flatMap(({ trace, type }) =>
      trace === undefined
        ? []
        : [openSpan(name, { kind: 'consumer', parent: trace, attributes: { 'gatehouse.event': type } })],
    );
    let isFault = true;
    try {
      await this.subscription.hand(events);
      isFault = false;
    } finally {
      for (const span of spans) span.end(isFault);
    }
  }

  /**
   * Hands one batch over. Where another worker's relay was faster, that was harmless, and its cursor stands.
   * While a full batch is handed over, the next one is read: the database and the subscriber work at the same time.
   */
  async #step(): Promise<LookOutcome | null> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (this.subscription.ready?.() === false) return null;
    const { name, types } = this.subscription;
    const batch = (await ahead) ?? (await this.#log.readAfterCursor(name, types, this.#batch));
    const { cursor, events, end, heldBack, full } = batch;
    const next = end && full ? this.#readAhead(end) : undefined;
    if (events.length > 0) {
      await this.#hand(events);
      this.metrics.relayedEvents.inc({ subscriber: name }, events.length);
    }
    const overtaken = end !== null && !(await this.#log.moveCursor(name, cursor, end));
    if (!overtaken) this.#ahead = next;
    return { found: events.length, heldBack, full, overtaken };
  }

  /** Null for one that is not full: what has come since is to be found with it, for nobody is woken for that again. */
  async #readAhead(place: Cursor): Promise<LogBatch | null> {
    try {
      const batch = await this.#log.readAfter(place, this.subscription.types, this.#batch);
      return batch.full ? batch : null;
    } catch {
      return null;
    }
  }
}
