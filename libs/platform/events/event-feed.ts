import type { Logger } from '../logging/index.js';
import type { Database } from '../postgres/index.js';
import { type Cursor, isBefore, laterOf } from './cursor.js';
import { EventTail, type TailBatch, type TailOptions } from './event-tail.js';
import { FeedLog, type FeedPage, type FeedQuery } from './feed-log.js';

export interface FollowQuery extends FeedQuery {
  readonly after: Cursor;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

/** The tail goes on for a while when nobody follows: anyone who polls comes back. In milliseconds. */
const LINGER_MS = 30_000;

/** The event log for subscribers that keep their own cursor. Anyone who stores the cursor of a page misses no event. */
export class EventFeed {
  readonly #log: FeedLog;
  #tail: Promise<EventTail> | undefined;
  #followers = 0;
  #lingering: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly options: TailOptions = { pollMs: 1_000, batch: 500 },
  ) {
    this.#log = new FeedLog(database);
  }

  /** How many wait for news. */
  get followers(): number {
    return this.#followers;
  }

  read(query: FeedQuery, after: Cursor): Promise<FeedPage> {
    return this.#log.read(query, after);
  }

  /** The place behind all that there is by now, for those who want only what comes. */
  end(): Promise<Cursor> {
    return this.#log.end();
  }

  /**
   * What stands behind a place, then what comes, page by page until the signal ends it. There are pages without events:
   * they tell how far the log was read.
   */
  async *follow({ after, signal, ...query }: FollowQuery): AsyncGenerator<FeedPage, void, void> {
    const tail = await this.#join();
    try {
      for (let cursor = after; !signal.aborted; ) {
        const told = tail.position;
        if (isBefore(cursor, told)) {
          const page = await this.#log.read(query, cursor);
          // What the tail had told before this look was settled then, so nothing of it is still to come.
          cursor = page.more ? page.cursor : laterOf(page.cursor, told);
          yield { ...page, cursor };
        } else {
          // The tail stands at `told` still: whatever it tells next begins there, and leaves no gap.
          const batch = await tail.next(signal);
          if (!batch) return;
          const found = wanted(batch, query, cursor);
          const events = found.slice(0, query.limit);
          const more = found.length > events.length;
          cursor = more ? (events.at(-1)?.cursor ?? cursor) : laterOf(cursor, batch.to);
          yield { events, cursor, more };
        }
      }
    } finally {
      this.#leave();
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#lingering);
    const tail = this.#tail;
    this.#tail = undefined;
    await (await tail?.catch(() => undefined))?.stop();
  }

  #join(): Promise<EventTail> {
    clearTimeout(this.#lingering);
    this.#followers += 1;
    this.#tail ??= this.#begin();
    return this.#tail.catch((error: unknown) => {
      this.#followers -= 1;
      throw error;
    });
  }

  async #begin(): Promise<EventTail> {
    const tail = new EventTail(this.#log, this.database, this.logger, this.options);
    try {
      await tail.start();
      return tail;
    } catch (error) {
      this.#tail = undefined;
      throw error;
    }
  }

  #leave(): void {
    this.#followers -= 1;
    if (this.#followers > 0) return;
    this.#lingering = setTimeout(() => void this.stop(), LINGER_MS).unref();
  }
}

/** Of what the tail tells, what the follower asked for and has not read from the log already. */
const wanted = ({ events }: TailBatch, { application, types }: FeedQuery, cursor: Cursor) =>
  events.filter(
    (event) =>
      event.application === application && (types?.includes(event.type) ?? true) && isBefore(cursor, event.cursor),
  );
