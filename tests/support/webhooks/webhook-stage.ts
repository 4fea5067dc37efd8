import type { CommandContext } from '@gatehouse/kernel';
import { StoppedClock } from '../access/stopped-clock.js';
import { CountedIds } from '../handlers/counted-ids.js';
import { Written } from '../handlers/written.js';
import { InMemoryDeliveries } from './in-memory-deliveries.js';
import { InMemoryWebhooks } from './in-memory-webhooks.js';
import { NamedSecrets } from './named-secrets.js';

export const SHOP: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
export const GARDEN: CommandContext = { ...SHOP, application: 'garden' };

/** What the handlers of webhooks need, kept in memory. */
export class WebhookStage {
  readonly clock = new StoppedClock(new Date('2026-05-01T12:00:00.000Z'));
  readonly ids = new CountedIds();
  readonly written = new Written();
  readonly webhooks = new InMemoryWebhooks(this.written, this.clock);
  readonly deliveries = new InMemoryDeliveries(this.written, this.clock);
  readonly secrets = new NamedSecrets();
  readonly destinations = { accepts: (url: string) => url.startsWith('https://') };
  readonly deliveryIdOf = (eventId: string, webhookId: string): string => `${eventId} to ${webhookId}`;

  /** That long after the test began. */
  later(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}
