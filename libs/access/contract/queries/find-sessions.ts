import type { SessionSummary } from '../read-models/session-summary.js';

/** A person's sessions that are neither over nor ended, the one used last first. */
export interface FindSessions {
  /** @param query.current the caller's own session, which is marked in the answer */
  execute(query: {
    readonly application: string;
    readonly userId: string;
    readonly current: string | undefined;
  }): Promise<SessionSummary[]>;
}
