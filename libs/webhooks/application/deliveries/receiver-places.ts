/** Attempts at one receiver at once, in this process: one that hangs must not take all the others' places. */
const MOST_AT_ONCE = 4;

/** Gives a place back. */
export type Leave = () => void;

interface Receiver {
  /** Attempts that have not lasted long yet: their places may soon be free. */
  readonly quick: Set<object>;
  readonly slow: Set<object>;
  readonly waiting: ((leave: Leave | null) => void)[];
}

/**
 * The few places at each receiver. Who finds none waits as long as one may soon be free, so that a backlog goes to a receiver that
 * answers as fast as it answers; where every attempt under way lasts long, none waits.
 */
export class ReceiverPlaces {
  readonly #receivers = new Map<string, Receiver>();

  /** @param whenLong calls back once an attempt that begins now has lasted long; answers what ends that */
  constructor(private readonly whenLong: (callBack: () => void) => () => void) {}

  /** What gives the place back, where there is one at once; null where there is none. */
  take(webhookId: string): Leave | null {
    const receiver = this.#receivers.get(webhookId) ?? { quick: new Set(), slow: new Set(), waiting: [] };
    if (receiver.quick.size + receiver.slow.size >= MOST_AT_ONCE) return null;
    this.#receivers.set(webhookId, receiver);
    return this.#placeAt(webhookId, receiver);
  }

  /** The next free place, in turn; null as soon as none is likely to be free for a while. */
  await(webhookId: string): Promise<Leave | null> {
    const leave = this.take(webhookId);
    const receiver = this.#receivers.get(webhookId);
    if (leave || !receiver || receiver.quick.size === 0) return Promise.resolve(leave);
    return new Promise((resolve) => receiver.waiting.push(resolve));
  }

  #placeAt(webhookId: string, receiver: Receiver): Leave {
    const attempt = {};
    receiver.quick.add(attempt);
    const forget = this.whenLong(() => {
      receiver.quick.delete(attempt);
      receiver.slow.add(attempt);
      if (receiver.quick.size === 0) for (const turnAway of receiver.waiting.splice(0)) turnAway(null);
    });
    return () => {
      forget();
      receiver.quick.delete(attempt);
      receiver.slow.delete(attempt);
      const next = receiver.waiting.shift();
      if (next) next(this.#placeAt(webhookId, receiver));
      else if (receiver.quick.size + receiver.slow.size === 0) this.#receivers.delete(webhookId);
    };
  }
}
