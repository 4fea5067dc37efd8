import { Command, Description, type Result, SHOWN_LINE, shownTextFault } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import type { Webhook, WebhookWithSecret } from '../queries/find-webhooks.js';
import type { WebhooksRefusal } from '../refusals.js';
import type { Ping } from './deliveries.js';

const EVENT_TYPE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.v\d+$/;

/** Has the application's events sent to an address, from now on. The answer alone holds the secret. */
export class CreateWebhook extends Command<
  Result<WebhookWithSecret, WebhooksRefusal<'validation-failed' | 'too-many-webhooks'>>
> {
  @Description('Where events are posted to: https, on a public network, without user, password or fragment')
  @IsString()
  @MinLength(1)
  @Matches(SHOWN_LINE, { message: shownTextFault })
  @MaxLength(2_048)
  url!: string;

  @Description('The event types that are sent, such as `user.activated.v1`. Absent: all')
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @Matches(EVENT_TYPE, { each: true, message: 'Each must be an event type, such as user.activated.v1' })
  types?: string[] | null;

  @Description('Its purpose')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @Matches(SHOWN_LINE, { message: shownTextFault })
  @MaxLength(200)
  description?: string | null;
}

/** Changes a webhook: an absent field stays as it is, null clears it (RFC 7396). */
export class ChangeWebhook extends Command<Result<Webhook, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;

  @Description('Where events are posted to from now on')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @Matches(SHOWN_LINE, { message: shownTextFault })
  @MaxLength(2_048)
  url?: string;

  @Description('The event types that are sent; null: all')
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @Matches(EVENT_TYPE, { each: true, message: 'Each must be an event type, such as user.activated.v1' })
  types?: string[] | null;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @Matches(SHOWN_LINE, { message: shownTextFault })
  @MaxLength(200)
  description?: string | null;

  @Description('False disables it; true enables it again, whatever disabled it')
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

/** Sends nothing to a webhook any more, what waits included. */
export class DeleteWebhook extends Command<Result<null, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;
}

/**
 * Makes another secret. For a while deliveries carry a signature by each of the two, so that the receiver changes over
 * when it likes. A rotation within that while ends the older one's at once.
 */
export class RotateWebhookSecret extends Command<
  Result<WebhookWithSecret, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>
> {
  @IsUUID()
  webhookId!: string;

  @Description(
    'Seconds that the previous secret stays valid: 24 hours by default, at most 30 days, 0 to end it at once',
  )
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  overlapSeconds?: number | null;
}

/** Sends a test event to a webhook, also to one that is disabled. */
export class PingWebhook extends Command<Result<Ping, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;
}
