import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  type IBreaker,
} from 'cockatiel';
import type { ProviderAnswer } from '../../application/ports/providers.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerChange {
  readonly state: BreakerState;
  /** What it opened for, in the words of the last answer; null: it has closed. */
  readonly reason: string | null;
}

export interface BreakerOptions {
  /** An accepted message that took longer counts as a fault, in seconds: 4 by default. */
  readonly slowSeconds?: number;
  /** First and longest time until a probe, in milliseconds: 5,000 and 60,000 by default. */
  readonly probeAfterMs?: readonly [first: number, longest: number];
  readonly onChange?: (change: BreakerChange) => void;
  /** Asks the provider something, and sends nothing. Absent: a message finds out whether it is there. */
  readonly check?: () => Promise<ProviderAnswer>;
  /** Milliseconds since any moment that stays the same. */
  readonly elapsed?: () => number;
}

/** It opens when half of the last 10 messages were refused for now, once there were 4; and at once for our own settings. */
const COUNTED = { size: 10, threshold: 0.5, minimumNumberOfCalls: 4 };
/** Messages that may be under way at once to a provider whose last answer was a fault, or that leaves one unanswered. */
export const DOUBTFUL_AT_ONCE = 4;
/** For so long, in milliseconds: most providers answer within a second. */
const UNANSWERED_MS = 1_500;
const SLOW_SECONDS = 4;
const PROBE_AFTER_MS = [5_000, 60_000] as const;

interface Attempt {
  readonly answer: ProviderAnswer;
  readonly seconds: number;
}

/**
 * Keeps messages from a provider that fails or is slow. While it is open, nothing is sent. Then the provider is asked
 * whether it is there, and no message waits for that; if it answers, the next message is the probe, and its answer closes
 * the breaker or opens it again for longer. A refusal of the message itself, or of the application's own sender, is no fault
 * of the provider.
 *
 * Until enough faults are counted, few messages at once find out: each may run into a time limit, or be sent twice. A message
 * that nobody answers is reason enough for doubt, long before its time limit: the next ones go elsewhere meanwhile.
 */
export class ProviderBreaker {
  #policy: CircuitBreakerPolicy;
  readonly #probeAfterMs: readonly [first: number, longest: number];
  readonly #onChange: BreakerOptions['onChange'];
  readonly #slowSeconds: number;
  readonly #check: (() => Promise<ProviderAnswer>) | undefined;
  /** An accepted message that ends at the same time says nothing of why the breaker opens. */
  #lastFault: Attempt | null = null;
  /** The provider has answered, and the next message is the probe. */
  #place: PromiseWithResolvers<Attempt> | null = null;
  #probing: Promise<unknown> = Promise.resolve();
  /** When each message began that is not answered yet, the oldest first. */
  readonly #underWay = new Set<{ readonly since: number }>();
  readonly #elapsed: () => number;
  #hasJustFailed = false;

  constructor(options: BreakerOptions = {}) {
    const { slowSeconds = SLOW_SECONDS, probeAfterMs = PROBE_AFTER_MS, onChange, check, elapsed } = options;
    this.#slowSeconds = slowSeconds;
    this.#check = check;
    this.#elapsed = elapsed ?? (() => performance.now());
    this.#probeAfterMs = probeAfterMs;
    this.#onChange = onChange;
    this.#policy = this.#newPolicy();
  }

  get state(): BreakerState {
    return nameOf(this.#policy.state);
  }

  /** What another process has found out: it need not be found out again. */
  async open(reason: string): Promise<void> {
    const answer = { kind: 'refused', retryable: true, reason, needsOperator: true } as const;
    await this.#policy.execute(() => this.#attempt(async () => answer));
  }

  /** A message that was sent although it is open has been accepted. A probe that is under way decides by itself. */
  close(): void {
    if (this.#policy.state !== CircuitState.Open) return;
    this.#policy = this.#newPolicy();
    this.#hasJustFailed = false;
    this.#onChange?.({ state: 'closed', reason: null });
  }

  /** @returns null where it is open, or few may find out whether it works; nothing was sent */
  async send(call: () => Promise<ProviderAnswer>): Promise<ProviderAnswer | null> {
    // While the provider is tried, the other messages do not wait for what comes of it.
    if (this.#policy.state === CircuitState.HalfOpen) return this.#sendAsProbe(call);
    const check = this.#check;
    if (this.#policy.state === CircuitState.Open && check) {
      this.#probing = this.#policy.execute(() => this.#probe(check)).catch(() => undefined);
      return null;
    }
    if (this.#isDoubtful && this.#underWay.size >= DOUBTFUL_AT_ONCE) return null;
    try {
      return (await this.#policy.execute(() => this.#attempt(call))).answer;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return null;
      throw error;
    }
  }

  /** An answer, whatever it says, shows that the provider is there: what it does with a message, only one can tell. */
  async #probe(check: () => Promise<ProviderAnswer>): Promise<Attempt> {
    const asked = { answer: await check(), seconds: 0 };
    if (hasNotAnswered(asked.answer)) {
      this.#lastFault = asked;
      return asked;
    }
    this.#place = Promise.withResolvers<Attempt>();
    return this.#place.promise;
  }

  async #sendAsProbe(call: () => Promise<ProviderAnswer>): Promise<ProviderAnswer | null> {
    const place = this.#place;
    if (!place) return null;
    this.#place = null;
    const sent = this.#attempt(call);
    sent.then(place.resolve, place.reject);
    const { answer } = await sent;
    await this.#probing;
    return answer;
  }

  async #attempt(call: () => Promise<ProviderAnswer>): Promise<Attempt> {
    const begun = { since: this.#elapsed() };
    this.#underWay.add(begun);
    try {
      const answer = await call();
      const attempt = { answer, seconds: (this.#elapsed() - begun.since) / 1_000 };
      this.#hasJustFailed = this.#isFault(attempt);
      if (this.#hasJustFailed) this.#lastFault = attempt;
      return attempt;
    } finally {
      this.#underWay.delete(begun);
    }
  }

  get #isDoubtful(): boolean {
    const [oldest] = this.#underWay;
    return this.#hasJustFailed || (oldest !== undefined && this.#elapsed() - oldest.since > UNANSWERED_MS);
  }

  /** Closed, with nothing counted yet. */
  #newPolicy(): CircuitBreakerPolicy {
    const counting = new CountBreaker(COUNTED);
    const breaker: IBreaker = {
      get state() {
        return counting.state;
      },
      set state(value) {
        counting.state = value;
      },
      success: (state) => counting.success(state),
      failure: (state) => counting.failure(state) || needsOperator(this.#lastFault),
    };
    const [initialDelay, maxDelay] = this.#probeAfterMs;
    const policy = circuitBreaker(
      handleWhenResult((result) => this.#isFault(result as Attempt)),
      { breaker, halfOpenAfter: new ExponentialBackoff({ initialDelay, maxDelay }) },
    );
    policy.onStateChange((state) => this.#onChange?.({ state: nameOf(state), reason: this.#reasonOf(state) }));
    return policy;
  }

  #isFault({ answer, seconds }: Attempt): boolean {
    return isRefusedForNow(answer) || seconds > this.#slowSeconds;
  }

  #reasonOf(state: CircuitState): string | null {
    if (state !== CircuitState.Open || this.#lastFault === null) return null;
    const { answer } = this.#lastFault;
    return answer.kind === 'refused' ? answer.reason : 'slow';
  }
}

const hasNotAnswered = (answer: ProviderAnswer): boolean =>
  answer.kind === 'refused' && answer.status === undefined && answer.needsOperator !== true;

const isRefusedForNow = (answer: ProviderAnswer): boolean =>
  answer.kind === 'refused' && answer.retryable && answer.isAboutSender !== true;

const needsOperator = (attempt: Attempt | null): boolean =>
  attempt?.answer.kind === 'refused' && attempt.answer.needsOperator === true;

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}
