import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Min, ValidateIf } from 'class-validator';

/** Tries once to hand the message of one code, or one notice, over to the provider. Safe to repeat: there is one delivery per id. */
export class DeliverMessage extends Command<Result<DeliveryOutcome, Refusal<never>>> {
  /** The id of the event that asks for the message. */
  @IsUUID()
  deliveryId!: string;

  /** Whose it is, where that is known before it is sent. */
  @IsOptional()
  @IsUUID()
  userId?: string | null;

  /** What the message is about: a code … */
  @ValidateIf(({ noticeId }: DeliverMessage) => noticeId == null)
  @IsUUID()
  codeId?: string | null;

  /** … or a notice. */
  @IsOptional()
  @IsUUID()
  noticeId?: string | null;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  /** How often the message was ordered again after it was dead: an order of another round is void. */
  @IsOptional()
  @IsInt()
  @Min(0)
  round?: number | null;

  /** RFC 3339. The delivery's deadline counts from here. */
  @IsISO8601({ strict: true })
  sendAfter!: string;
}

export type DeliveryOutcome =
  | { readonly outcome: 'sent' }
  /** A later order for the same message stands: this one has done nothing. */
  | { readonly outcome: 'overtaken' }
  /** Refused for now: to be delivered again at this instant. */
  | { readonly outcome: 'retry'; readonly at: Date }
  /**
   * Never to be sent. `deadline-passed` and `refused` are losses that somebody should see; `suppressed` and
   * `bounced` mean that its recipient does not exist or wants none, the others that nobody waits for the message any more, or ever did.
   */
  | {
      readonly outcome: 'dead';
      readonly reason:
        | 'deadline-passed'
        | 'refused'
        | 'code-over'
        | 'code-unknown'
        | 'notice-over'
        | 'notice-unknown'
        | 'nobody'
        | 'suppressed'
        | 'bounced';
    };
