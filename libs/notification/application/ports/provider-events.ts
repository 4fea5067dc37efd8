import type { ReportedOutcome } from '../../contract/commands/record-outcomes.js';
import type { Teller } from './outcomes.js';

export type { Teller };

export type ReportHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request with which a provider tells of messages, as it came. */
export interface Report {
  /** By their names in small letters. */
  readonly headers: ReportHeaders;
  readonly body: Uint8Array;
  /** What comes after the address of the route: `?delivery=…`, or nothing. */
  readonly search: string;
}

export interface ReadOutcomes extends Teller {
  readonly outcomes: readonly ReportedOutcome[];
}

/** `forged`: no provider of ours has sent it, or it is too old. `unreadable`: its form is not what the provider's has. */
export type ReadReport = 'forged' | 'unreadable' | ReadOutcomes;

/** What tells of messages under one name. */
export interface EventSource {
  /** Whether the headers alone may be those of the provider: else its body is not read. */
  admits(headers: ReportHeaders): boolean;
  /** @param now for signatures with a time */
  read(report: Report, now: Date): Promise<ReadReport>;
}

/** Providers that tell afterwards what has become of messages. */
export interface EventSources {
  /** Null: no provider of this name tells anything here. */
  named(name: string): EventSource | null;
}
