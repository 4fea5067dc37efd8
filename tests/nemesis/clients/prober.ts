import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from './caller.ts';
import { newPassword, textIn } from './person.ts';

const EVERY_MS = 100;
/**
 * When it gives up, as somebody does who asks again: otherwise all that may be open at once would be requests that a broken network has
 * swallowed, and the prober itself what has not recovered.
 */
const PATIENCE_MS = { read: 1_000, signUp: 3_000 };
const AT_ONCE = 16;

/** Asks small questions all the time, so that one sees when the service works again after a fault. */
export class Prober {
  readonly #caller: Caller;
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();
  #known = '';

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  begin(): void {
    this.#working = Promise.all([
      this.#every(EVERY_MS, () => this.#read()),
      this.#every(3 * EVERY_MS, () => this.#signUp()),
    ]);
  }

  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  /** Does not wait for the last one, which may hang. */
  async #every(ms: number, ask: () => Promise<unknown>): Promise<void> {
    const open = new Set<Promise<unknown>>();
    while (!this.#isOver) {
      if (open.size < AT_ONCE) {
        const asked: Promise<unknown> = ask().finally(() => open.delete(asked));
        open.add(asked);
      }
      await pause(ms);
    }
    await Promise.all(open);
  }

  async #read(): Promise<void> {
    if (this.#known === '') return;
    await this.#caller.once({
      who: 'prober',
      op: 'probe-read',
      method: 'GET',
      path: `/v1/users/${this.#known}/activation`,
      withinMs: PATIENCE_MS.read,
    });
  }

  async #signUp(): Promise<void> {
    const email = `probe-${randomUUID().slice(0, 18)}@chaos.example`;
    const call = await this.#caller.once({
      who: 'prober',
      op: 'sign-up',
      path: '/v1/users',
      body: { email, password: newPassword() },
      about: { email },
      key: randomUUID(),
      withinMs: PATIENCE_MS.signUp,
    });
    if (call.status === 201) this.#known = textIn(call.body, 'id');
  }
}
