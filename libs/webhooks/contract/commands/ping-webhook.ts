import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { Ping } from '../read-models/replay.js';
import type { WebhooksRefusal } from '../refusals.js';

/** Sends a test event to a webhook, also to one that is disabled. */
export class PingWebhook extends Command<Result<Ping, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;
}
