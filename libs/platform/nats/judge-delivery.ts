import type { ProblemBody } from '../edge/index.js';
import type { BusAnswer } from './bus-endpoint.js';

export type DeliveryVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'dead'; readonly problem: ProblemBody };

export interface Delivery {
  /** From 1. */
  readonly attempt: number;
  readonly ageMs: number;
}

const DAY_MS = 86_400_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 1_000;
/** A fault of ours may pass with the next version, or with the database's next minute; or it never does. */
const MOST_FAULTS = 10;

/**
 * What becomes of a durable command. What is refused for good is dead at once; what may pass (a limit, a lost database) is
 * tried again for a day, ever less often and not all at one moment; what makes us fail is tried ten times.
 * @param random in [0, 1): spreads what failed together, and no secret is made of it
 */
export function judgeDelivery(
  answer: BusAnswer,
  { attempt, ageMs }: Delivery,
  random: number = Math.random(),
): DeliveryVerdict {
  if (answer.ok) return { kind: 'done' };
  const { problem, retryAfterSeconds } = answer;
  const mayPass = problem.status >= 500 || problem.status === 429 || problem.code === 'idempotency-in-flight';
  const isPoison = problem.status === 500 && attempt >= MOST_FAULTS;
  if (!mayPass || isPoison || ageMs >= DAY_MS) return { kind: 'dead', problem };
  const grown = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  const afterMs = Math.max(grown, (retryAfterSeconds ?? 0) * 1_000);
  return { kind: 'again', afterMs: Math.round(afterMs * (1 + random / 4)) };
}
