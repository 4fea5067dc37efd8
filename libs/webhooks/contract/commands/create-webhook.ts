import { Command, Description, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';
import type { WebhookWithSecret } from '../webhook.js';

export const EVENT_TYPE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.v\d+$/;

/** Has the application's events sent to an address, from now on. The answer alone holds the secret. */
export class CreateWebhook extends Command<
  Result<WebhookWithSecret, WebhooksRefusal<'validation-failed' | 'too-many-webhooks'>>
> {
  @Description('Where events are posted to: https, on a public network, without user, password or fragment')
  @IsString()
  @MinLength(1)
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
  @MaxLength(200)
  description?: string | null;
}
