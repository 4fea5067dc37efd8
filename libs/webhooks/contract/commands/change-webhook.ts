import { Command, Description, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';
import type { Webhook } from '../webhook.js';
import { EVENT_TYPE } from './create-webhook.js';

/** Changes a webhook: an absent field stays as it is, null clears it (RFC 7396). */
export class ChangeWebhook extends Command<Result<Webhook, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;

  @Description('Where events are posted to from now on')
  @IsOptional()
  @IsString()
  @MinLength(1)
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
  @MaxLength(200)
  description?: string | null;

  @Description('False disables it; true enables it again, whatever disabled it')
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}
