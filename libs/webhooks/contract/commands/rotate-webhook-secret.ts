import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';
import type { WebhookWithSecret } from '../webhook.js';

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
