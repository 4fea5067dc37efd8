import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';

/** Sends nothing to a webhook any more, what waits included. */
export class DeleteWebhook extends Command<Result<null, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>> {
  @IsUUID()
  webhookId!: string;
}
