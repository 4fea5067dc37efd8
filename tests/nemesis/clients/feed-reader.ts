import { setTimeout as pause } from 'node:timers/promises';
import type { History } from '../history/history.ts';
import type { Caller } from './caller.ts';

interface Page {
  readonly events: readonly { readonly id: string; readonly type: string; readonly subject: string }[];
  readonly nextAfter: string;
}

/** Reads `GET /v1/events` page by page and stores its cursor after each; sometimes it dies before it has stored it. */
export class FeedReader {
  readonly name: string;
  readonly #caller: Caller;
  readonly #history: History;
  readonly #random: () => number;
  readonly #key: string;
  #isOver = false;
  #reading: Promise<void> = Promise.resolve();
  #stored = '';
  #isAtEnd = false;

  constructor(name: string, { caller, history, random, key }: FeedReaderParts) {
    this.name = name;
    this.#caller = caller;
    this.#history = history;
    this.#random = random;
    this.#key = key;
  }

  /** Whether its last page was empty. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  begin(): void {
    this.#reading = this.#read();
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#reading;
  }

  async #read(): Promise<void> {
    let seq = 0;
    while (!this.#isOver) {
      const call = await this.#caller.once({
        who: this.name,
        op: 'read-feed',
        method: 'GET',
        path: `/v1/events?limit=200&wait=1${this.#stored}`,
        headers: { authorization: `Bearer ${this.#key}` },
      });
      if (call.status !== 200) {
        await pause(200);
        continue;
      }
      const { events, nextAfter } = call.body as Page;
      // A page is long, and told one by one.
      call.body = null;
      this.#isAtEnd = events.length === 0;
      const dies = events.length > 0 && this.#random() < 0.05;
      const told = dies ? events.slice(0, Math.ceil(events.length / 2)) : events;
      for (const { id, type, subject } of told) {
        seq += 1;
        this.#history.tell({ at: Date.now(), reader: this.name, id, subject, type, seq });
      }
      if (!dies) this.#stored = `&after=${nextAfter}`;
    }
  }
}

interface FeedReaderParts {
  readonly caller: Caller;
  readonly history: History;
  readonly random: () => number;
  readonly key: string;
}
