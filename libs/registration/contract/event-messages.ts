import type { UserMessage } from './read-models/user-record.js';

/**
 * What has become of the messages that events have caused. The context that sends them knows, and contributes this: it
 * answers by the events' ids.
 */
export interface EventMessages {
  of(events: {
    readonly application: string;
    readonly eventIds: readonly string[];
  }): Promise<ReadonlyMap<string, UserMessage>>;
}
