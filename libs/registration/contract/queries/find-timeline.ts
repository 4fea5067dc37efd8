import type { TimelineEntry, UserMessage } from '../read-models/user-record.js';

/** What happened to a user, the latest first. */
export interface FindTimeline {
  /** @param query.after position of the last entry of the page before */
  execute(query: {
    readonly application: string;
    readonly userId: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<TimelineEntry[]>;
}

/** What has become of the messages that events have caused. Another context knows: it answers by the events' ids. */
export interface FindEventMessages {
  execute(query: {
    readonly application: string;
    readonly eventIds: readonly string[];
  }): Promise<ReadonlyMap<string, UserMessage>>;
}
