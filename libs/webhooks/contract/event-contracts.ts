import { Description, type EventContracts } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import type { WebhooksEvent } from './events.js';

class OfWebhook {
  @IsUUID()
  webhookId!: string;
}

class OfNewWebhook extends OfWebhook {
  @Description('The event types that are sent; null: all')
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  types!: string[] | null;
}

class OfChangedWebhook extends OfWebhook {
  @IsArray()
  @IsString({ each: true })
  fields!: string[];
}

class OfDisabledWebhook extends OfWebhook {
  @IsIn(['failing', 'gone'])
  reason!: 'failing' | 'gone';
}

class OfReplay extends OfWebhook {
  @IsArray()
  @IsUUID(undefined, { each: true })
  deliveryIds!: string[];
}

/** What each event of this context says, for anyone who follows it. */
export const webhooksEvents: EventContracts<WebhooksEvent> = {
  'webhook.created.v1': {
    description: 'A webhook was created. The subject is the webhook, as in the other events of webhooks',
    data: OfNewWebhook,
  },
  'webhook.changed.v1': { description: 'A webhook was changed; the fields are listed', data: OfChangedWebhook },
  'webhook.deleted.v1': { description: 'A webhook was deleted', data: OfWebhook },
  'webhook.secret-rotated.v1': { description: 'A webhook’s secret was rotated', data: OfWebhook },
  'webhook.disabled.v1': {
    description: '`failing`: nothing was delivered for three days. `gone`: it answered 410',
    data: OfDisabledWebhook,
  },
  'webhook.pinged.v1': { description: 'A test event for a webhook', data: OfWebhook },
  'webhook-deliveries.replayed.v1': {
    description: 'Deliveries are replayed. Not sent to webhooks',
    data: OfReplay,
  },
};
