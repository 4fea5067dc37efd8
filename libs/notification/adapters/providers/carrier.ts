import type { ProviderAnswer } from '../../application/ports/providers.js';
import { type BreakerOptions, ProviderBreaker } from './provider-breaker.js';

/** A provider of mails or of text messages. */
export interface Carrier<Message> {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  /** It sends a message with the same delivery id once, however often it is given it. */
  readonly isIdempotent?: boolean;
  /** @param withinSeconds less time than usual */
  send(message: Message, withinSeconds?: number): Promise<ProviderAnswer>;
  readonly check?: () => Promise<ProviderAnswer>;
  close?(): void;
}

export interface RankedCarrier<Message> {
  readonly carrier: Carrier<Message>;
  /** How many of 100 messages try it first though it is not the first; null: its place decides. */
  readonly share: number | null;
}

interface OwnSender {
  /** The application's own. */
  readonly from?: object;
}

export interface GuardOptions extends BreakerOptions {
  readonly now: () => Date;
}

/** An idempotent provider that has taken the message says so at once. */
const AGAIN_SECONDS = 2;
/** A Retry-After of hours may be wrong: after this time, in milliseconds, a message is tried all the same. */
const LONGEST_SILENCE_MS = 60_000;
/** With our key, sender or account refused, one message in so many milliseconds asks whether that has changed. */
const HELD_MS = 5_000;
/** The others wait so long for its answer, in milliseconds. */
const ASKING_MS = 1_000;

/** One of several providers, with what keeps messages from it: its breaker, and its own request to wait. */
export class GuardedCarrier<Message extends OwnSender> {
  readonly share: number | null;
  readonly breaker: ProviderBreaker;
  readonly #carrier: Carrier<Message>;
  readonly #now: () => Date;
  /** Until when it has asked us to wait, in milliseconds since 1970. */
  #pausedUntil = 0;
  /** When a message may ask it nonetheless, where every other provider has asked us to wait, too. */
  #askedAgainAt = 0;
  /** What only the operator can change, or what another process has found out; null: messages go their way. */
  #heldFor: string | null = null;
  /** Until when they wait then, where no other provider is ready; in milliseconds since 1970. */
  #heldUntil = 0;

  constructor({ carrier, share }: RankedCarrier<Message>, { now, ...options }: GuardOptions) {
    this.share = share;
    this.#carrier = carrier;
    this.#now = now;
    this.breaker = new ProviderBreaker({ ...options, ...(carrier.check && { check: carrier.check }) });
  }

  get name(): string {
    return this.#carrier.name;
  }

  get isIdempotent(): boolean {
    return this.#carrier.isIdempotent === true;
  }

  /** Longest time for one message, the repetition included, in seconds. */
  get longestSeconds(): number {
    return this.#carrier.sendTimeoutSeconds + (this.isIdempotent ? AGAIN_SECONDS : 0);
  }

  get isPaused(): boolean {
    return this.#pausedUntil > this.#time();
  }

  /** Until it may be asked nonetheless, in seconds; 0 or less: now. */
  get waitSeconds(): number {
    return (Math.max(this.#heldUntil, Math.min(this.#pausedUntil, this.#askedAgainAt)) - this.#time()) / 1_000;
  }

  /** Why messages wait for it, in the words of its last answer. */
  get waitsFor(): string {
    return this.#heldFor ?? 'asked-to-wait';
  }

  /** Another process keeps messages from it. */
  async learn(reason: string): Promise<void> {
    await this.breaker.open(reason);
    this.#heldFor = reason;
  }

  /** @returns null where it is open or paused, and nothing was sent */
  async try(message: Message): Promise<ProviderAnswer | null> {
    return this.isPaused ? null : this.breaker.send(() => this.#ask(message));
  }

  /** Ignores the breaker and the pause, because no other provider is ready. */
  askNonetheless(message: Message): Promise<ProviderAnswer> {
    this.#askedAgainAt = this.#time() + LONGEST_SILENCE_MS;
    if (this.#heldFor !== null) this.#heldUntil = this.#time() + ASKING_MS;
    return this.#ask(message);
  }

  close(): void {
    this.#carrier.close?.();
  }

  async #ask(message: Message): Promise<ProviderAnswer> {
    const given = await this.#carrier.send(message);
    const answer = this.isIdempotent && mayBeTaken(given) ? await this.#askAgain(message) : given;
    if (answer.kind === 'accepted') {
      if (this.#heldFor !== null) this.breaker.close();
      this.#heldFor = null;
      this.#heldUntil = 0;
      return { ...answer, provider: this.name };
    }
    if (answer.retryAfterSeconds !== undefined) {
      this.#pausedUntil = this.#time() + answer.retryAfterSeconds * 1_000;
      this.#askedAgainAt = this.#time() + LONGEST_SILENCE_MS;
    }
    const { isAboutSender, ...refused } = answer;
    // The operator's sender is refused to everyone, an application's own to that alone.
    const isOwnSender = isAboutSender === true && message.from !== undefined;
    if (!isOwnSender) this.#hold(refused);
    return { ...refused, ...(isOwnSender && { isAboutSender }), provider: this.name };
  }

  /** Every message would meet the same answer: asked again and again, a provider may lock the account. */
  #hold({ needsOperator, retryable, reason }: Extract<ProviderAnswer, { kind: 'refused' }>): void {
    if (needsOperator) {
      this.#heldFor = reason;
      this.#heldUntil = this.#time() + HELD_MS;
    } else if (retryable) this.#heldFor = null;
  }

  /** Only an acceptance takes back what was unknown: a refusal is that of the repetition. */
  async #askAgain(message: Message): Promise<ProviderAnswer> {
    const again = await this.#carrier.send(message, AGAIN_SECONDS);
    return again.kind === 'refused' && again.retryable ? { ...again, mayBeTaken: true } : again;
  }

  #time(): number {
    return this.#now().getTime();
  }
}

export const mayBeTaken = (answer: ProviderAnswer): boolean => answer.kind === 'refused' && answer.mayBeTaken === true;
