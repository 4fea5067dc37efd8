import { Description, type EventContracts } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import type { WebhooksEvent } from './events.js';

class OfWebhook {
  @IsUUID()
  webhookId!: string;
}

class OfNewWebhook extends OfWebhook {
  @Description('The types that are sent; null: all')
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

/** What each event of this context says, for whoever follows it. */
export const webhooksEvents: EventContracts<WebhooksEvent> = {
  'webhook.created.v1': {
    description: 'Events go to another address. The subject is the webhook, here and in the others',
    data: OfNewWebhook,
  },
  'webhook.changed.v1': { description: 'A webhook is other than before; the fields are named', data: OfChangedWebhook },
  'webhook.deleted.v1': { description: 'Nothing goes to the webhook any more', data: OfWebhook },
  'webhook.secret-rotated.v1': { description: 'The webhook has another secret', data: OfWebhook },
  'webhook.disabled.v1': {
    description: '`failing`: it has refused everything for days. `gone`: it answered 410',
    data: OfDisabledWebhook,
  },
  'webhook.pinged.v1': { description: 'Somebody tries whether the webhook works', data: OfWebhook },
  'webhook-deliveries.replayed.v1': {
    description: 'Deliveries are made once more. Goes to no webhook',
    data: OfReplay,
  },
};
