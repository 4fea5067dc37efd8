import type { SessionSummary } from '../../contract/read-models/session-summary.js';

/** Sessions as their person reads them. */
export interface SessionViews {
  /**
   * Those that are neither over nor ended, the one used last first.
   * @param person.current the session that asks, which is marked in the answer
   */
  of(person: {
    readonly application: string;
    readonly userId: string;
    readonly current: string | undefined;
  }): Promise<SessionSummary[]>;
}
