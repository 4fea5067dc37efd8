import { createHash } from 'node:crypto';
import type { ProviderAnswer } from '../../application/ports/providers.js';
import { type BreakerChange, type BreakerOptions, type BreakerState, ProviderBreaker } from './provider-breaker.js';

/** A provider of mails or of text messages. */
export interface Carrier<Message> {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  send(message: Message): Promise<ProviderAnswer>;
  readonly check?: () => Promise<ProviderAnswer>;
  close?(): void;
}

export interface RankedCarrier<Message> {
  readonly carrier: Carrier<Message>;
  /** How many of 100 messages try it first though it is not the first; null: its place decides. */
  readonly share: number | null;
}

interface Routed {
  readonly deliveryId?: string;
  readonly about?: { readonly application: string };
}

export interface FailoverOptions extends Omit<BreakerOptions, 'onChange'> {
  readonly now: () => Date;
  /** Names of the providers that may carry an application's messages, in order; absent: all, in theirs. */
  readonly ofApplications?: ReadonlyMap<string, readonly string[]>;
  /** Told when a provider's breaker opens, probes or closes. */
  readonly onChange?: (provider: string, change: BreakerChange) => void;
}

interface Ranked<Message> extends RankedCarrier<Message> {
  readonly breaker: ProviderBreaker;
  /** Until when it has asked us to wait, in milliseconds since 1970. */
  pausedUntil: number;
}

type Refused = Extract<ProviderAnswer, { kind: 'refused' }>;

/**
 * Several providers as one. A message goes to the first; when that refuses it for now, to the next, within the same
 * attempt. What is refused for the message's own sake goes nowhere else. With no provider ready, the first is asked all
 * the same: a breaker keeps messages from a provider as long as there is another, and never from all.
 */
export class FailoverProvider<Message extends Routed> {
  readonly name: string;
  /** All of them may be asked, one after the other. */
  readonly sendTimeoutSeconds: number;
  readonly #ranked: readonly Ranked<Message>[];
  readonly #now: () => Date;
  readonly #ofApplications: ReadonlyMap<string, readonly string[]>;

  constructor(
    carriers: readonly RankedCarrier<Message>[],
    { now, onChange, ofApplications, ...options }: FailoverOptions,
  ) {
    this.name = carriers[0]?.carrier.name ?? 'none';
    this.sendTimeoutSeconds = carriers.reduce((sum, { carrier }) => sum + carrier.sendTimeoutSeconds, 0);
    this.#now = now;
    this.#ofApplications = ofApplications ?? new Map();
    this.#ranked = carriers.map(({ carrier, share }) => ({
      carrier,
      share,
      pausedUntil: 0,
      breaker: new ProviderBreaker({ ...options, onChange: (change) => onChange?.(carrier.name, change) }),
    }));
  }

  /** The breaker of each, in order of preference. */
  get states(): readonly { readonly provider: string; readonly state: BreakerState }[] {
    return this.#ranked.map(({ carrier, breaker }) => ({ provider: carrier.name, state: breaker.state }));
  }

  async send(message: Message): Promise<ProviderAnswer> {
    const order = this.#orderFor(message);
    const refusals: Refused[] = [];
    for (const ranked of order) {
      const answer = await this.#try(ranked, message);
      if (answer === null) continue;
      if (answer.kind === 'accepted' || !answer.retryable) return answer;
      refusals.push(answer);
    }
    if (refusals.length > 0) return soonest(refusals);
    const [first] = order;
    return first ? this.#ask(first, message) : { kind: 'refused', retryable: true, reason: 'no-provider' };
  }

  close(): void {
    for (const { carrier } of this.#ranked) carrier.close?.();
  }

  async #try(ranked: Ranked<Message>, message: Message): Promise<ProviderAnswer | null> {
    if (ranked.pausedUntil > this.#now().getTime()) return null;
    return ranked.breaker.send(() => this.#ask(ranked, message));
  }

  async #ask(ranked: Ranked<Message>, message: Message): Promise<ProviderAnswer> {
    const answer = await ranked.carrier.send(message);
    if (answer.kind === 'refused' && answer.retryAfterSeconds !== undefined) {
      ranked.pausedUntil = this.#now().getTime() + answer.retryAfterSeconds * 1_000;
    }
    return { ...answer, provider: ranked.carrier.name };
  }

  /** By preference; a message that falls into a provider's share tries that one first, whenever it is tried. */
  #orderFor({ about, deliveryId }: Message): readonly Ranked<Message>[] {
    const names = this.#ofApplications.get(about?.application ?? '');
    const named = names?.flatMap((name) => this.#ranked.find(({ carrier }) => carrier.name === name) ?? []);
    const all = named && named.length > 0 ? named : this.#ranked;
    // A new provider gets its share alone: the other messages come to it when everything before it has failed.
    let left = placeOf(deliveryId ?? '');
    for (const ranked of all) {
      if (left < (ranked.share ?? 0)) return [ranked, ...all.filter((other) => other !== ranked)];
      left -= ranked.share ?? 0;
    }
    return all;
  }
}

/** 0 to 99, the same for a message each time. */
const placeOf = (deliveryId: string): number => createHash('sha256').update(deliveryId).digest().readUInt32BE() % 100;

/** The last refusal, to be tried again when the first of them is ready. */
function soonest(refusals: readonly Refused[]): Refused {
  const { retryAfterSeconds: _, ...last } = refusals.at(-1) as Refused;
  const waits = refusals.map(({ retryAfterSeconds = 0 }) => retryAfterSeconds);
  const seconds = Math.min(...waits);
  return seconds > 0 ? { ...last, retryAfterSeconds: seconds } : last;
}
