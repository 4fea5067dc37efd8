import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import type { FunnelCounts } from '../../application/ports/funnel.js';
import type { Erasing } from '../../application/standing/erase-user.js';
import { registrationEventTypes, type UserErased } from '../../contract/events.js';
import { FUNNEL_EVENTS, FUNNEL_SUBSCRIBER } from '../postgres/funnel/postgres-funnel-counts.js';

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

/** Follows the log for the funnel's sake. Counts are not urgent, so it polls every few seconds and is not woken. */
export class FunnelEvents implements EventSubscription {
  readonly name = FUNNEL_SUBSCRIBER;
  readonly types = FUNNEL_EVENTS;
  readonly pollIntervalMs = 5_000;

  constructor(private readonly counts: FunnelCounts) {}

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    await this.counts.count(events);
  }
}
