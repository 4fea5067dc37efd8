export type { PersonalEvents } from './cloud-event.js';
export { CLOUD_EVENT_TYPE, type CloudEvent, cloudEvent, cloudEventPage } from './cloud-event.js';
export {
  commandRecord,
  EVENTS_CHANNEL,
  type EventToAppend,
  eventRows,
  eventsOfRows,
  type WrittenRecord,
  wakeRelay,
} from './command-record.js';
export { type Cursor, cursorText, isBefore, laterOf, parseCursor, START } from './cursor.js';
export { EventFeed, type FollowQuery } from './event-feed.js';
export type { EventHold } from './event-hold.js';
export { EventLog, type LogBatch } from './event-log.js';
export { FeedLog, type FeedPage, type FeedQuery, type PlacedEvent } from './feed-log.js';
export { LogPartitionsJob } from './log-partitions.js';
export { type EventSubscription, Relay, type RelayOptions } from './relay.js';
