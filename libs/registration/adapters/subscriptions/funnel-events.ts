import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import type { FunnelCounts } from '../../application/ports/funnel-counts.js';
import { FUNNEL_EVENTS, FUNNEL_SUBSCRIBER } from '../postgres/funnel/funnel-steps.js';

/** Follows the log for the funnel's sake. Nobody waits for a count, so it looks every few seconds and is woken by nothing. */
export class FunnelEvents implements EventSubscription {
  readonly name = FUNNEL_SUBSCRIBER;
  readonly types = FUNNEL_EVENTS;
  readonly pollIntervalMs = 5_000;

  constructor(private readonly counts: FunnelCounts) {}

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    await this.counts.count(events);
  }
}
