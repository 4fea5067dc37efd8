import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { APPLICATION } from '../deployment/deployment.ts';
import type { Call, History } from '../history/history.ts';

export interface Asked {
  readonly who: string;
  readonly op: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>> | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly about?: Readonly<Record<string, string>>;
  /** The same for each repetition. */
  readonly key?: string;
  /** When this client gives up, in milliseconds; {@link ANSWERS_WITHIN_MS} and as long again for the body by default. */
  readonly withinMs?: number;
}

/** Clients give up after so long, in milliseconds. */
const ANSWERS_WITHIN_MS = 12_000;
/** And do not repeat what they have repeated for so long. */
const PATIENCE_MS = 60_000;
const REPEATABLE = [0, 500, 502, 503, 504];

/** Asks the APIs over HTTP, records it, and repeats what was not answered, as clients do. */
export class Caller {
  readonly #urls: readonly string[];
  readonly #history: History;
  readonly #random: () => number;
  readonly #agent = new Agent({
    connections: 64,
    connectTimeout: 3_000,
    headersTimeout: ANSWERS_WITHIN_MS,
    bodyTimeout: ANSWERS_WITHIN_MS,
    keepAliveTimeout: 4_000,
  });
  #isOver = false;

  constructor(urls: readonly string[], history: History, random: () => number) {
    this.#urls = urls;
    this.#history = history;
    this.#random = random;
  }

  /** Once, of the API of that number or any. */
  async once(asked: Asked, api = Math.floor(this.#random() * this.#urls.length)): Promise<Call> {
    const {
      who,
      op,
      method = 'POST',
      path,
      body,
      headers,
      about = {},
      key = null,
      withinMs = 2 * ANSWERS_WITHIN_MS,
    } = asked;
    const call = this.#history.ask({ who, op, about, key });
    try {
      const answer = await request(`${this.#urls[api % this.#urls.length]}${path}`, {
        method,
        dispatcher: this.#agent,
        headers: {
          'gatehouse-application': APPLICATION,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== null && { 'idempotency-key': key }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
        signal: AbortSignal.timeout(withinMs),
      });
      const text = await answer.body.text();
      const found = parsed(text);
      const retryAfter = answer.headers['retry-after']?.toString() ?? null;
      this.#history.answer(call, { status: answer.statusCode, body: found, code: codeOf(found), retryAfter });
    } catch (error) {
      this.#history.answer(call, { code: reasonOf(error) });
    }
    return call;
  }

  /** Until somebody has answered it with a yes or a no; null: nobody has. */
  async sure(asked: Asked): Promise<Call | null> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline && !this.#isOver; ) {
      const call = await this.once(asked);
      if (!REPEATABLE.includes(call.status) && call.code !== 'idempotency-in-flight') return call;
      await pause(100 + this.#random() * 400);
    }
    return null;
  }

  /** The same with a key, so that it is done once however often it is repeated. */
  keyed(asked: Omit<Asked, 'key'>): Promise<Call | null> {
    return this.sure({ ...asked, key: randomUUID() });
  }

  /** Nothing is repeated any more. */
  finish(): void {
    this.#isOver = true;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

const codeOf = (body: unknown): string | null =>
  body !== null && typeof body === 'object' && 'code' in body && typeof body.code === 'string' ? body.code : null;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (('code' in error ? String(error.code) : null) ?? error.name) : 'unknown';
