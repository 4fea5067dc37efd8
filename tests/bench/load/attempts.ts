import { Pool } from 'undici';
import { newPerson } from './person.ts';

/** How one request ended. */
export interface Attempt {
  /** When it began, by `performance.now()`. */
  readonly at: number;
  /** 0: the connection failed, or nothing came within the time that a client waits. */
  readonly status: number;
  readonly milliseconds: number;
  /** Null where the answer had no Retry-After. */
  readonly retryAfterSeconds: number | null;
}

/** As long as a browser's user would wait at most. */
const PATIENCE_MS = 30_000;

/** Calls of one application whose refusals count as much as their answers. */
export class Attempts {
  readonly all: Attempt[] = [];
  readonly #pool: Pool;
  readonly #application: string;

  constructor(url: string, connections: number, application = 'default') {
    this.#application = application;
    this.#pool = new Pool(url, { connections, pipelining: 1, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  }

  signUp(): Promise<Attempt> {
    const { email, password } = newPerson();
    return this.#try('POST', '/v1/users', { 'content-type': 'application/json' }, JSON.stringify({ email, password }));
  }

  read(token: string): Promise<Attempt> {
    return this.#try('GET', '/v1/users/me', { authorization: `Bearer ${token}` });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #try(method: 'GET' | 'POST', path: string, headers: Record<string, string>, body?: string): Promise<Attempt> {
    const at = performance.now();
    let [status, retryAfterSeconds]: [number, number | null] = [0, null];
    try {
      const response = await this.#pool.request({
        method,
        path,
        headers: { ...headers, 'gatehouse-application': this.#application },
        ...(body !== undefined && { body }),
      });
      await response.body.dump();
      const after = response.headers['retry-after'];
      [status, retryAfterSeconds] = [response.statusCode, after === undefined ? null : Number(after)];
    } catch {
      // It counts as an attempt that got no answer.
    }
    const attempt = { at, status, milliseconds: performance.now() - at, retryAfterSeconds };
    this.all.push(attempt);
    return attempt;
  }
}

export const answered = (attempts: readonly Attempt[], status: number): Attempt[] =>
  attempts.filter((attempt) => attempt.status === status);

export const times = (attempts: readonly Attempt[]): number[] => attempts.map(({ milliseconds }) => milliseconds);
