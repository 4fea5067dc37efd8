import type { Logger } from '../logging/index.js';
import type { Database } from '../postgres/index.js';
import { EVENTS_CHANNEL } from './append-events.js';
import type { Cursor } from './cursor.js';
import type { FeedLog, PlacedEvent } from './feed-log.js';
import { type LookOutcome, Poller } from './poller.js';

/** What came to be settled between two places of the log. */
export interface TailBatch {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly events: readonly PlacedEvent[];
}

export interface TailOptions {
  /** Longest time between two looks, in milliseconds. */
  readonly pollMs: number;
  readonly batch: number;
}

/** Looks at the end of the log for everybody in this process who waits for news: one look, however many wait. */
export class EventTail {
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
