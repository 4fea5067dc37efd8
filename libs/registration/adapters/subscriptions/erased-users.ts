import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import type { Erasing } from '../../application/standing/erasing.js';
import { registrationEventTypes, type UserErased } from '../../contract/events.js';

/** Finishes erasures that a crash has cut short: what is gone already is gone. */
export class ErasedUsers implements EventSubscription {
  readonly name = 'erasures';
  readonly types = [registrationEventTypes.userErased];

  constructor(private readonly erasing: Erasing) {}

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    for (const { application, data } of events as readonly RecordedEvent<UserErased>[]) {
      await this.erasing.eraseRecords(application, [data.userId]);
    }
  }
}
