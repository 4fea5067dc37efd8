import type { RecordedEvent } from '@gatehouse/kernel';
import { cursorText } from './cursor.js';
import type { FeedPage } from './feed-log.js';

/** An event as others get it, whichever way: CloudEvents 1.0 in JSON (structured mode), media type `application/cloudevents+json`. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The event's own id: anyone who sees it twice has seen one event. */
  readonly id: string;
  /** `/applications/<slug>`: where it happened. With the id it is unique. */
  readonly source: string;
  /** With its version: `user.registered.v1`. */
  readonly type: string;
  /** The aggregate that the event is about, a user's id mostly. Events of one subject are in order. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: object;
}

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json';

export const cloudEvent = ({ id, application, subject, type, data, occurredAt }: RecordedEvent): CloudEvent => ({
  specversion: '1.0',
  id,
  source: `/applications/${application}`,
  type,
  subject,
  time: occurredAt.toISOString(),
  datacontenttype: 'application/json',
  data,
});

/** A page of them, with the place to read on from. */
export const cloudEventPage = ({ events, cursor, more }: FeedPage) => ({
  events: events.map(cloudEvent),
  nextAfter: cursorText(cursor),
  more,
});

/**
 * Which events tell of a person: contributed by the context that writes them, for anyone who keeps copies of events
 * outside of the log.
 */
export interface PersonalEvents {
  /** By event type, the fields that tell of a person; none where there is nothing. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Types of the events that end this: whatever was told of their subject before is to be gone. */
  readonly endings: readonly string[];
}
