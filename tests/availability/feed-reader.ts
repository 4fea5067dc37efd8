import { setTimeout as pause } from 'node:timers/promises';

interface Page {
  readonly events: readonly { readonly id: string }[];
  readonly nextAfter: string;
}

/** Follows `GET /v1/events` with a stored cursor, as the reference tells, and keeps every event in the order of its coming. */
export class FeedReader {
  readonly ids: string[] = [];
  readonly #ending = new AbortController();
  readonly #reading: Promise<void>;

  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
  ) {
    this.#reading = this.#read();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    let after = '';
    for (let turn = 0; !this.#ending.signal.aborted; turn++) {
      const page = await this.#page(this.urls[turn % this.urls.length] as string, after);
      this.ids.push(...(page?.events ?? []).map(({ id }) => id));
      if (page) after = `&after=${page.nextAfter}`;
      await pause(50);
    }
  }

  async #page(url: string, after: string): Promise<Page | null> {
    try {
      const answer = await fetch(`${url}/v1/events?limit=200${after}`, {
        headers: { Authorization: `Bearer ${this.key}` },
        signal: AbortSignal.timeout(10_000),
      });
      return answer.ok ? ((await answer.json()) as Page) : null;
    } catch {
      return null;
    }
  }
}
