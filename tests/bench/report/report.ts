import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';

/** Everything one run found out; this is the JSON. */
export interface Report {
  readonly startedAt: string;
  readonly seconds: number;
  readonly command: string;
  /** A quick run's figures mean nothing. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly figures: readonly Figure[];
  /** Paragraphs that scenarios have to say about their figures. */
  readonly remarks: readonly string[];
  /** By scenario: rounds, distributions, processor time by process. */
  readonly details: Readonly<Record<string, unknown>>;
}
