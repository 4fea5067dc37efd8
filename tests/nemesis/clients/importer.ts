import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from './caller.ts';

const LINES = 20;
const PATIENCE_MS = 60_000;

/** Brings people from another system, and sends the same lines again until their end was told. */
export class Importer {
  readonly #caller: Caller;
  readonly #random: () => number;
  readonly #key: string;
  #isOver = false;
  #working: Promise<void> = Promise.resolve();

  constructor(caller: Caller, random: () => number, key: string) {
    this.#caller = caller;
    this.#random = random;
    this.#key = key;
  }

  begin(): void {
    this.#working = this.#work();
  }

  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      await this.#import();
      await pause(2_000 + this.#random() * 6_000);
    }
  }

  async #import(): Promise<void> {
    const importId = randomUUID();
    const emails = Array.from({ length: LINES }, () => `imported-${randomUUID().slice(0, 18)}@chaos.example`);
    const body = emails.map((email) => JSON.stringify({ email, emailVerified: true })).join('\n');
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline && !this.#isOver; await pause(500)) {
      const call = await this.#caller.once({
        who: 'importer',
        op: 'import',
        path: `/v1/admin/import?importId=${importId}`,
        headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/x-ndjson' },
        body,
        about: { importId, emails: emails.join(' ') },
      });
      if (call.status === 200 && String(call.body).includes('"finished"')) return;
      if (call.status >= 400 && call.status < 500) return;
    }
  }
}
