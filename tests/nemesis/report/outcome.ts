import type { Machine } from '../../bench/report/machine.ts';
import type { Checked } from '../checker/check.ts';

/** From the end of a fault until something worked again, in milliseconds. */
export interface Recovery {
  readonly times: number;
  readonly median: number;
  readonly worst: number;
  /** What the fault with the longest recovery broke, such as `worker > database`. */
  readonly worstTarget: string;
}

export interface FaultFigures {
  readonly name: string;
  readonly says: string;
  readonly counts: string;
  readonly times: number;
  readonly injuries: number;
  /** How often it ended only after the people had stopped, so that nobody could see when the service worked again. */
  readonly unseen: number;
  readonly read: Recovery | null;
  readonly signUp: Recovery | null;
  readonly mail: Recovery | null;
}

export interface Doubles {
  readonly messages: number;
  /** Messages that came more than once, copies beyond the first of each, and the most of one. */
  readonly repeated: number;
  readonly tooMany: number;
  readonly most: number;
}

/** What one run has found. */
export interface Outcome {
  readonly startedAt: string;
  readonly seconds: number;
  readonly seed: number;
  readonly command: string;
  /** Sequences of faults at once. */
  readonly sequences: number;
  /** One fault at a time, and the next when the service worked again. */
  readonly oneByOne: boolean;
  readonly machine: Machine;
  /** The version of nats-server. */
  readonly broker: string;
  readonly lives: number;
  /** Requests by operation: asked, done, refused, without an answer. */
  readonly load: Readonly<Record<string, { asked: number; done: number; refused: number; unanswered: number }>>;
  readonly events: number;
  readonly webhooks: number;
  readonly faults: readonly FaultFigures[];
  readonly impossible: Readonly<Record<string, string>>;
  readonly invariants: readonly Checked[];
  readonly doubles: Doubles;
  /** What had not come to rest when the wait for it ended, such as messages that are tried again later. */
  readonly unsettled: Readonly<Record<string, number>>;
}

export const violatedIn = ({ invariants }: Pick<Outcome, 'invariants'>): readonly Checked[] =>
  invariants.filter(({ violated }) => violated > 0);
