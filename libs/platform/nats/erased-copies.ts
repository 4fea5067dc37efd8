import type { RecordedEvent } from '@gatehouse/kernel';
import { JetStreamApiError, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import pLimit from 'p-limit';
import type { PersonalEvents } from '../events/index.js';
import type { PublishedEvent, PublishedEvents } from './published-events.js';
import { EVENT_STREAM } from './subjects.js';

const AT_ONCE = 32;
const MESSAGE_ID = 'Nats-Msg-Id';

/** Sees to it that an erasure reaches the broker's copies of events, too. */
export class ErasedCopies {
  constructor(
    private readonly published: PublishedEvents,
    private readonly personal: readonly PersonalEvents[],
  ) {}

  /**
   * Notes where the copies stand that tell of a person, and deletes those of whom these events say that nothing is to be
   * left. Done twice, it finds nothing more to do.
   * @param places of the events in the stream, by their ids
   */
  async follow(
    client: JetStreamClient,
    events: readonly RecordedEvent[],
    places: ReadonlyMap<string, number>,
  ): Promise<void> {
    await this.published.add(
      events
        .filter(({ type }) => this.#tellsOfPerson(type))
        .map(({ application, id, subject }) => ({ application, id, subject, streamSequence: places.get(id) ?? 0 })),
    );
    const endings = events.filter(({ type }) => this.personal.some((events) => events.endings.includes(type)));
    if (endings.length === 0) return;
    const manager = await client.jetstreamManager();
    for (const [application, ended] of Map.groupBy(endings, ({ application }) => application)) {
      await this.#erase(manager, application, [...new Set(ended.map(({ subject }) => subject))]);
    }
  }

  #tellsOfPerson(type: string): boolean {
    return this.personal.some(({ fields }) => (fields[type]?.length ?? 0) > 0);
  }

  async #erase(manager: JetStreamManager, application: string, subjects: readonly string[]): Promise<void> {
    const copies = await this.published.about(application, subjects);
    const atOnce = pLimit(AT_ONCE);
    await Promise.all(copies.map((copy) => atOnce(() => eraseCopy(manager, copy))));
    await this.published.remove(
      application,
      copies.map(({ id }) => id),
    );
  }
}

/** Overwrites it. One that another worker has overwritten meanwhile is as gone as it should be. */
async function eraseCopy(manager: JetStreamManager, copy: PublishedEvent): Promise<void> {
  if (!(await isThere(manager, copy))) return;
  try {
    await manager.streams.deleteMessage(EVENT_STREAM, copy.streamSequence, true);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || (await isThere(manager, copy))) throw error;
  }
}

/** Not where the stream was made again since, and the place is another event's. */
async function isThere(manager: JetStreamManager, { id, streamSequence }: PublishedEvent): Promise<boolean> {
  const found = await manager.streams.getMessage(EVENT_STREAM, { seq: streamSequence });
  return found?.header.get(MESSAGE_ID) === id;
}
