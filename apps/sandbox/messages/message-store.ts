export type Channel = 'mail' | 'sms';

/** One message to one recipient, as a provider accepted it. A mail to three people is three of these. */
export interface Message {
  /** The id the provider's answer gave: Mailjet's MessageUUID, Twilio's sid. */
  readonly id: string;
  readonly channel: Channel;
  /** As the settings name it: `mailjet`, `postmark` … */
  readonly provider: string;
  readonly from: string;
  readonly fromName: string | null;
  readonly to: string;
  readonly toName: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly customId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
}

export interface StoreLimits {
  /** Messages kept at most. */
  readonly messages: number;
  /** Characters of subjects, texts and HTML parts kept at most. */
  readonly characters: number;
}

export interface MessageQuery {
  /** The whole recipient, compared without regard to case. */
  readonly to?: string;
  /** A part of the recipient. */
  readonly search?: string;
  readonly channel?: Channel;
  readonly limit: number;
}

type StoreChange = { readonly type: 'added'; readonly message: Message } | { readonly type: 'cleared' };

/**
 * The newest messages, in memory only. It is a ring: when either limit is reached the oldest messages go, so a sandbox
 * that is left running never grows beyond its limits (a single message larger than the limit is kept alone).
 */
export class MessageStore {
  readonly #limits: StoreLimits;
  readonly #slots: (Message | undefined)[];
  readonly #byId = new Map<string, Message>();
  readonly #byRecipient = new Map<string, Message[]>();
  readonly #listeners = new Set<(change: StoreChange) => void>();
  #oldest = 0;
  #count = 0;
  #characters = 0;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
    this.#slots = new Array<Message | undefined>(limits.messages);
  }

  get size(): number {
    return this.#count;
  }

  add(message: Message): void {
    const size = sizeOf(message);
    while (this.#count > 0 && this.#isFullFor(size)) this.#dropOldest();
    this.#slots[(this.#oldest + this.#count) % this.#slots.length] = message;
    this.#count += 1;
    this.#characters += size;
    this.#byId.set(message.id, message);
    const key = keyOf(message.to);
    const earlier = this.#byRecipient.get(key);
    if (earlier) earlier.push(message);
    else this.#byRecipient.set(key, [message]);
    this.#announce({ type: 'added', message });
  }

  find(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  /** Newest first. */
  list(query: MessageQuery): Message[] {
    const wanted: Message[] = [];
    const search = query.search === undefined ? undefined : keyOf(query.search);
    for (const message of this.#candidates(query.to)) {
      if (wanted.length === query.limit) break;
      if (query.channel !== undefined && message.channel !== query.channel) continue;
      if (search !== undefined && !keyOf(message.to).includes(search)) continue;
      wanted.push(message);
    }
    return wanted;
  }

  clear(): void {
    this.#slots.fill(undefined);
    this.#byId.clear();
    this.#byRecipient.clear();
    this.#oldest = 0;
    this.#count = 0;
    this.#characters = 0;
    this.#announce({ type: 'cleared' });
  }

  /** Calls the listener at every change until the returned function is called. */
  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  *#candidates(to: string | undefined): Generator<Message> {
    if (to !== undefined) {
      const received = this.#byRecipient.get(keyOf(to)) ?? [];
      for (let index = received.length - 1; index >= 0; index -= 1) yield received[index] as Message;
      return;
    }
    for (let offset = this.#count - 1; offset >= 0; offset -= 1) {
      yield this.#slots[(this.#oldest + offset) % this.#slots.length] as Message;
    }
  }

  #isFullFor(size: number): boolean {
    return this.#count === this.#limits.messages || this.#characters + size > this.#limits.characters;
  }

  #dropOldest(): void {
    const message = this.#slots[this.#oldest] as Message;
    this.#slots[this.#oldest] = undefined;
    this.#oldest = (this.#oldest + 1) % this.#slots.length;
    this.#count -= 1;
    this.#characters -= sizeOf(message);
    this.#byId.delete(message.id);
    const key = keyOf(message.to);
    const received = this.#byRecipient.get(key) as Message[];
    // Messages arrive in order, so the oldest of all is the oldest of its recipient.
    received.shift();
    if (received.length === 0) this.#byRecipient.delete(key);
  }

  #announce(change: StoreChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const CODE_ALONE_ON_A_LINE = /^[ \t]*(\d{4,10})[ \t]*\r?$/m;

/** The first number of 4 to 10 digits that stands alone on a line, which is how a message carries its code. */
export function findCode(text: string | null): string | null {
  return text === null ? null : (CODE_ALONE_ON_A_LINE.exec(text)?.[1] ?? null);
}

const keyOf = (recipient: string): string => recipient.toLowerCase();

const sizeOf = (message: Message): number =>
  (message.subject?.length ?? 0) + (message.text?.length ?? 0) + (message.html?.length ?? 0);
