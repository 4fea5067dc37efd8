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
}

/** It opens when half of the last 10 messages were refused for now, once there were 4; and at once for our own settings. */
const COUNTED = { size: 10, threshold: 0.5, minimumNumberOfCalls: 4 };
const SLOW_SECONDS = 4;
const PROBE_AFTER_MS = [5_000, 60_000] as const;

interface Attempt {
  readonly answer: ProviderAnswer;
  readonly seconds: number;
}

/**
 * Keeps messages from a provider that fails or is slow. While it is open, nothing is sent; then one message is the
 * probe, and its answer closes it or opens it again for longer. A refusal of the message itself is no fault of the
 * provider.
 */
export class ProviderBreaker {
  readonly #policy: CircuitBreakerPolicy;
  readonly #isFault: (attempt: Attempt) => boolean;
  /** An accepted message that ends at the same time says nothing of why the breaker opens. */
  #lastFault: Attempt | null = null;

  constructor(options: BreakerOptions = {}) {
    const { slowSeconds = SLOW_SECONDS, probeAfterMs = PROBE_AFTER_MS, onChange } = options;
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
    this.#isFault = (attempt) => isRefusedForNow(attempt.answer) || attempt.seconds > slowSeconds;
    this.#policy = circuitBreaker(
      handleWhenResult((result) => this.#isFault(result as Attempt)),
      {
        breaker,
        halfOpenAfter: new ExponentialBackoff({ initialDelay: probeAfterMs[0], maxDelay: probeAfterMs[1] }),
      },
    );
    this.#policy.onStateChange((state) => onChange?.({ state: nameOf(state), reason: this.#reasonOf(state) }));
  }

  get state(): BreakerState {
    return nameOf(this.#policy.state);
  }

  /** @returns null where it is open, and nothing was sent */
  async send(call: () => Promise<ProviderAnswer>): Promise<ProviderAnswer | null> {
    // While a message is the probe, the others do not wait for its answer.
    if (this.#policy.state === CircuitState.HalfOpen) return null;
    try {
      const { answer } = await this.#policy.execute(async () => {
        const attempt = await timed(call);
        if (this.#isFault(attempt)) this.#lastFault = attempt;
        return attempt;
      });
      return answer;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return null;
      throw error;
    }
  }

  #reasonOf(state: CircuitState): string | null {
    if (state !== CircuitState.Open || this.#lastFault === null) return null;
    const { answer } = this.#lastFault;
    return answer.kind === 'refused' ? answer.reason : 'slow';
  }
}

async function timed(call: () => Promise<ProviderAnswer>): Promise<Attempt> {
  const startedAt = performance.now();
  const answer = await call();
  return { answer, seconds: (performance.now() - startedAt) / 1_000 };
}

const isRefusedForNow = (answer: ProviderAnswer): boolean => answer.kind === 'refused' && answer.retryable;

const needsOperator = (attempt: Attempt | null): boolean =>
  attempt?.answer.kind === 'refused' && attempt.answer.needsOperator === true;

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}
