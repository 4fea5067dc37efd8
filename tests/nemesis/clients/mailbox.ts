import type { Message, Sandbox } from '@gatehouse/sandbox';
import type { History, Taken } from '../history/history.ts';

interface Waiting {
  readonly fits: (taken: Taken) => boolean;
  readonly resolve: (taken: Taken | null) => void;
}

const CODE = /^\d{4,10}$/m;

/** Everything that the providers took, as it came, and people who wait for it. */
export class Mailbox {
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #kept = new Map<string, Taken[]>();
  #isOver = false;

  constructor(sandbox: Sandbox, history: History) {
    sandbox.store.subscribe((change) => {
      if (change.type !== 'added') return;
      const taken = takenFrom(change.message);
      history.take(taken);
      this.#keep(taken);
    });
  }

  /** The first that came since then and fits; null when none did in time. */
  next(to: string, since: number, withinMs: number, fits: (taken: Taken) => boolean = hasCode): Promise<Taken | null> {
    const found = this.#kept.get(to)?.find((taken) => taken.at >= since && fits(taken));
    if (found || this.#isOver) return Promise.resolve(found ?? null);
    return new Promise((resolve) => {
      const all = this.#waiting.get(to) ?? new Set<Waiting>();
      this.#waiting.set(to, all);
      const waiting: Waiting = {
        fits: (taken) => taken.at >= since && fits(taken),
        resolve: (taken) => {
          clearTimeout(timer);
          all.delete(waiting);
          resolve(taken);
        },
      };
      const timer = setTimeout(() => waiting.resolve(null), withinMs);
      all.add(waiting);
    });
  }

  /** Nobody waits any more. */
  finish(): void {
    this.#isOver = true;
    for (const all of this.#waiting.values()) for (const waiting of [...all]) waiting.resolve(null);
  }

  #keep(taken: Taken): void {
    const kept = this.#kept.get(taken.to) ?? [];
    kept.push(taken);
    this.#kept.set(taken.to, kept);
    for (const waiting of [...(this.#waiting.get(taken.to) ?? [])]) {
      if (waiting.fits(taken)) waiting.resolve(taken);
    }
  }
}

export const hasCode = ({ code }: Taken): boolean => code !== null;

const takenFrom = ({ channel, provider, customId, to, text, receivedAt }: Message): Taken => ({
  at: Date.parse(receivedAt),
  channel,
  provider,
  deliveryId: customId,
  to: to.toLowerCase(),
  code: CODE.exec(text ?? '')?.[0] ?? null,
  text: text ?? '',
});
