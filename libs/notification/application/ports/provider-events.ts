import type { ReportedOutcome } from '../../contract/commands/record-outcomes.js';
import type { Teller } from './outcomes.js';

export type { Teller };

export type ReportHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A provider's report about messages, as it arrived. */
export interface Report {
  /** By names in lower case. */
  readonly headers: ReportHeaders;
  readonly body: Uint8Array;
  /** What comes after the address of the route: `?delivery=…`, or nothing. */
  readonly search: string;
}

export interface ReadOutcomes extends Teller {
  readonly outcomes: readonly ReportedOutcome[];
}

/** `forged`: none of our providers sent it, or it is too old. `unreadable`: not in the provider's format. */
export type ReadReport = 'forged' | 'unreadable' | ReadOutcomes;

/** The providers that report under one name. */
export interface EventSource {
  /** Whether the headers may be the provider's; otherwise the body is not read. */
  admits(headers: ReportHeaders): boolean;
  /** @param now for signatures with a time */
  read(report: Report, now: Date): Promise<ReadReport>;
}

/** Providers that report what became of messages. */
export interface EventSources {
  /** Null if no provider of this name reports here. */
  named(name: string): EventSource | null;
}
