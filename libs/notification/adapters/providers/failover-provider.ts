import { createHash } from 'node:crypto';
import type { ProviderAnswer } from '../../application/ports/providers.js';
import { type RouteEntry, routeFrom } from '../../domain/provider/route.js';
import { GuardedCarrier, type GuardOptions, mayBeTaken, type RankedCarrier } from './carrier.js';
import type { BreakerChange, BreakerState } from './provider-breaker.js';

interface Routed {
  readonly deliveryId?: string;
  readonly about?: { readonly application: string };
  readonly from?: object;
  readonly route?: readonly RouteEntry[];
}

export interface KnownAsOpen {
  readonly provider: string;
  readonly reason: string;
}

export interface FailoverOptions extends Omit<GuardOptions, 'onChange' | 'check'> {
  /** Names of the providers that may carry an application's messages, in order; absent: all, in theirs. */
  readonly ofApplications?: ReadonlyMap<string, readonly string[]>;
  /** What other processes keep messages from; asked once, before the first message. */
  readonly knownAsOpen?: () => Promise<readonly KnownAsOpen[]>;
  /** Told when this process ends with a breaker that is not closed. */
  readonly onLeave?: () => Promise<void>;
  /** Told when a provider's breaker opens, probes or closes. */
  readonly onChange?: (provider: string, change: BreakerChange) => void;
}

type Refused = Extract<ProviderAnswer, { kind: 'refused' }>;

/** A provider that may carry a message, with its share in the list that says so. */
interface Choice<Message extends Routed> {
  readonly one: GuardedCarrier<Message>;
  readonly share: number | null;
}

/** Messages whose outcome is remembered; of most, nothing has to be. */
const UNSETTLED_AT_MOST = 1_000;

/**
 * Several providers as one. A message goes to the first; when that refuses it for now, to the next, within the same
 * attempt. What is refused for the message's own sake goes nowhere else. With no provider ready, the first is asked all
 * the same: a breaker keeps messages from a provider as long as there is another, and never from all. Where all have
 * asked us to wait, messages wait, and one a minute asks. Where our key, sender or account is refused, they wait as well, and
 * one in five seconds asks, until somebody has changed that.
 *
 * A provider that may have taken a message is asked again at once, if it sends that only once; and first the next time.
 */
export class FailoverProvider<Message extends Routed> {
  readonly name: string;
  /** All of them may be asked, one after the other. */
  readonly sendTimeoutSeconds: number;
  readonly #ranked: readonly GuardedCarrier<Message>[];
  readonly #ofApplications: ReadonlyMap<string, readonly string[]>;
  readonly #knownAsOpen: () => Promise<readonly KnownAsOpen[]>;
  readonly #onLeave: () => Promise<void>;
  #hasLearned: Promise<unknown> | null = null;
  /** By delivery id, the idempotent provider that may have taken the message. */
  readonly #unsettled = new Map<string, GuardedCarrier<Message>>();

  constructor(
    carriers: readonly RankedCarrier<Message>[],
    { onChange, onLeave, ofApplications, knownAsOpen, ...options }: FailoverOptions,
  ) {
    this.#onLeave = onLeave ?? (async () => undefined);
    this.#ofApplications = ofApplications ?? new Map();
    this.#knownAsOpen = knownAsOpen ?? (async () => []);
    this.#ranked = carriers.map((ranked) => {
      const { name } = ranked.carrier;
      return new GuardedCarrier(ranked, { ...options, onChange: (change) => onChange?.(name, change) });
    });
    this.name = this.#ranked[0]?.name ?? 'none';
    this.sendTimeoutSeconds = this.#ranked.reduce((sum, { longestSeconds }) => sum + longestSeconds, 0);
  }

  /** The breaker of each, in order of preference. */
  get states(): readonly { readonly provider: string; readonly state: BreakerState }[] {
    return this.#ranked.map(({ name, breaker }) => ({ provider: name, state: breaker.state }));
  }

  async send(message: Message): Promise<ProviderAnswer> {
    this.#hasLearned ??= this.#learn();
    await this.#hasLearned;
    const order = this.#orderFor(message);
    const refusals: Refused[] = [];
    for (const one of order) {
      const answer = await one.try(message);
      if (answer === null) continue;
      this.#remember(message, one, answer);
      if (answer.kind === 'accepted' || !answer.retryable) return answer;
      refusals.push(answer);
    }
    return refusals.length > 0 ? soonest(refusals) : this.#askNonetheless(order, message);
  }

  /** The next process then learns it again, if this one could not be told. */
  async close(): Promise<void> {
    for (const one of this.#ranked) one.close();
    if (this.states.some(({ state }) => state !== 'closed')) await this.#onLeave().catch(() => undefined);
  }

  /** A message that is sent without knowing finds it out by itself. */
  async #learn(): Promise<void> {
    const known = await this.#knownAsOpen().catch(() => []);
    for (const one of this.#ranked) {
      const open = known.find(({ provider }) => provider === one.name);
      if (open) await one.learn(open.reason);
    }
  }

  /** No provider was ready: each is open, or has asked us to wait. */
  async #askNonetheless(order: readonly GuardedCarrier<Message>[], message: Message): Promise<ProviderAnswer> {
    const [preferred] = order;
    if (!preferred) return { kind: 'refused', retryable: true, reason: 'no-provider' };
    const ready = order.filter(({ waitSeconds }) => waitSeconds <= 0);
    const one = ready.find(({ isPaused }) => !isPaused) ?? ready[0];
    if (!one) {
      const retryAfterSeconds = Math.min(...order.map(({ waitSeconds }) => waitSeconds));
      const { name: provider, waitsFor: reason } = preferred;
      return { kind: 'refused', retryable: true, reason, provider, retryAfterSeconds };
    }
    const answer = await one.askNonetheless(message);
    this.#remember(message, one, answer);
    return answer;
  }

  #remember({ deliveryId }: Message, one: GuardedCarrier<Message>, answer: ProviderAnswer): void {
    if (deliveryId === undefined) return;
    if (answer.kind === 'accepted') this.#unsettled.delete(deliveryId);
    else if (one.isIdempotent && mayBeTaken(answer)) this.#unsettled.set(deliveryId, one);
    const [oldest] = this.#unsettled.keys();
    if (this.#unsettled.size > UNSETTLED_AT_MOST && oldest !== undefined) this.#unsettled.delete(oldest);
  }

  #orderFor(message: Message): readonly GuardedCarrier<Message>[] {
    const order = this.#preferredFor(message);
    const unsettled = this.#unsettled.get(message.deliveryId ?? '');
    return unsettled && order.includes(unsettled) ? [unsettled, ...without(order, unsettled)] : order;
  }

  /** By preference; a message that falls into a provider's share tries that one first, whenever it is tried. */
  #preferredFor(message: Message): readonly GuardedCarrier<Message>[] {
    const all = this.#allFor(message);
    const inOrder = all.map(({ one }) => one);
    // A new provider gets its share alone: the other messages come to it when everything before it has failed.
    let left = placeOf(message.deliveryId ?? '');
    for (const { one, share } of all) {
      if (left < (share ?? 0)) return [one, ...without(inOrder, one)];
      left -= share ?? 0;
    }
    return inOrder;
  }

  /** Each with its share in the list that says so. */
  #allFor({ about, route }: Message): readonly Choice<Message>[] {
    const { entries } = routeFrom({
      chosen: route,
      ofSettings: this.#ofApplications.get(about?.application ?? ''),
      all: this.#ranked.map(({ name, share }) => ({ provider: name, share })),
    });
    return entries.flatMap(({ provider, share }) => {
      const one = this.#ranked.find(({ name }) => name === provider);
      return one ? [{ one, share }] : [];
    });
  }
}

const without = <T>(list: readonly T[], one: T): T[] => list.filter((other) => other !== one);

/** 0 to 99, the same for a message each time. */
const placeOf = (deliveryId: string): number => createHash('sha256').update(deliveryId).digest().readUInt32BE() % 100;

/** The last refusal, to be tried again when the first of them is ready; any of them may have taken it. */
function soonest(refusals: readonly Refused[]): Refused {
  const { retryAfterSeconds: _, ...last } = refusals.at(-1) as Refused;
  const waits = refusals.map(({ retryAfterSeconds = 0 }) => retryAfterSeconds);
  const seconds = Math.min(...waits);
  const told = refusals.some(mayBeTaken) ? { ...last, mayBeTaken: true as const } : last;
  return seconds > 0 ? { ...told, retryAfterSeconds: seconds } : told;
}
