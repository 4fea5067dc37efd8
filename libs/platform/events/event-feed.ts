import type { Logger } from '../logging.js';
import type { Database } from '../postgres/index.js';
import { EVENTS_CHANNEL } from './command-record.js';
import { type Cursor, isBefore, laterOf } from './cursor.js';
import { FeedLog, type FeedPage, type FeedQuery, type PlacedEvent } from './feed-log.js';
import { type LookOutcome, Poller } from './poller.js';

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

  /** Behind which the log begins; the start where nothing is archived. */
  beginning(): Promise<Cursor> {
    return this.#log.beginning();
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
          // What it has not read is archived: its next request is told so.
          if (page.beginning) return;
          // What the tail had told before this look was settled then, so nothing of it is still to come.
          cursor = page.more ? page.cursor : laterOf(page.cursor, told);
          yield { ...page, cursor };
        } else {
          // The tail stands at `told` still: whatever it tells next begins there, and leaves no gap.
          const batch = await tail.next(signal);
          if (!batch) return;
          const page = pageOf(batch, query, cursor);
          cursor = page.cursor;
          yield page;
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

function pageOf(batch: TailBatch, query: FeedQuery, cursor: Cursor): FeedPage {
  const found = wanted(batch, query, cursor);
  const events = found.slice(0, query.limit);
  const more = found.length > events.length;
  return { events, cursor: more ? (events.at(-1)?.cursor ?? cursor) : laterOf(cursor, batch.to), more };
}

/** What came to be settled between two places of the log. */
interface TailBatch {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly events: readonly PlacedEvent[];
}

interface TailOptions {
  /** Longest time between two looks, in milliseconds. */
  readonly pollMs: number;
  readonly batch: number;
}

/** Looks at the end of the log for everybody in this process who waits for news: one look, however many wait. */
class EventTail {
  readonly #looks: Poller;
  #position: Cursor | undefined;
  readonly #waiting = new Set<(batch: TailBatch) => void>();
  #listening: Promise<{ close(): void } | undefined> | undefined;

  constructor(
    private readonly log: FeedLog,
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly options: TailOptions,
  ) {
    const onFault = (error: unknown) => logger.warn({ err: error }, 'The end of the event log cannot be read');
    this.#looks = new Poller(() => this.#look(), onFault, { pollMs: options.pollMs, prompt: false });
  }

  async start(): Promise<void> {
    this.#position = await this.log.end();
    this.#listening = this.database
      .listen(
        EVENTS_CHANNEL,
        () => this.#looks.wake(),
        () => this.#looks.wake(),
      )
      .catch((error: unknown) => {
        // News are only later: the poll finds them.
        this.logger.warn({ err: error }, 'Cannot listen for events');
        return undefined;
      });
    this.#looks.wake();
  }

  /** Everything up to here has been told. */
  get position(): Cursor {
    if (!this.#position) throw new Error('The tail was not started');
    return this.#position;
  }

  /** The next news, or null when the signal comes first. Anyone who asks late has missed what was told before. */
  next(signal: AbortSignal): Promise<TailBatch | null> {
    return new Promise((resolve) => {
      const end = (batch: TailBatch | null): void => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', onAbort);
        resolve(batch);
      };
      const onAbort = () => end(null);
      if (signal.aborted) return resolve(null);
      this.#waiting.add(end);
      signal.addEventListener('abort', onAbort);
    });
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    (await this.#listening)?.close();
  }

  async #look(): Promise<LookOutcome> {
    const from = this.position;
    const { events, heldBack, full } = await this.log.readAll(from, this.options.batch);
    const to = events.at(-1)?.cursor;
    if (to) {
      this.#position = to;
      for (const tell of [...this.#waiting]) tell({ from, to, events });
    }
    return { found: events.length, heldBack, full };
  }
}
