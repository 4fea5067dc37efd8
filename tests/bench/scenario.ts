import type { NatsServer } from '../support/broker/nats-server.ts';
import type { BenchDatabase } from './deployment/bench-database.ts';
import type { BenchDeployment } from './deployment/bench-deployment.ts';
import type { Figure } from './report/figure.ts';

/** What a scenario works with. */
export interface Bench {
  readonly database: BenchDatabase;
  /** Rows in the table of users, and in the one that the plain server reads. */
  readonly people: number;
  /**
   * Open from the first call on; another build, broker or collector closes the deployment before.
   * @param collector of traces, which are off without one
   */
  deployment(build: Argon2Build, broker?: NatsServer, collector?: string): Promise<BenchDeployment>;
  /** Closes the deployment, for scenarios that start processes of their own; the next call opens a new one. */
  alone(): Promise<void>;
  /**
   * A real nats-server, which runs from the first call on.
   * @throws CannotMeasure where none is installed
   */
  broker(): Promise<NatsServer>;
  /** Where processes write their logs. */
  readonly logs: string;
  /** Where profiles go, or null: they cost a little themselves. */
  readonly profile: string | null;
  /** True: as short as can be. */
  readonly quick: boolean;
  /** Where the JSON goes, and what is kept for the next run. */
  readonly folder: string;
  /** Messages of each fault, and the faults, where providers fail; null and empty: as usual. */
  readonly messages: number | null;
  readonly faults: readonly string[];
  /** Events of the log that is filled; null: as many as usual. */
  readonly events: number | null;
  /** Says what is going on, for anyone who waits. */
  readonly note: (line: string) => void;
}

/** Which argon2 runs: the one that npm brought, or one compiled from the same source for processors with AVX2. */
export type Argon2Build = 'prebuilt' | 'compiled';

export interface ScenarioResult {
  readonly figures: readonly Figure[];
  /** What the figures were made of. */
  readonly details?: unknown;
  /** A paragraph of Markdown for the page of the whole run, below its table. */
  readonly remark?: string;
  /** Pages of Markdown by their names, written beside the page of the whole run, or beside the JSON. */
  readonly pages?: Readonly<Record<string, string>>;
}

export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** It takes very long, or much room: left out unless it is asked for. */
  readonly onlyWhenNamed?: boolean;
  readonly run: (bench: Bench) => Promise<ScenarioResult>;
}
