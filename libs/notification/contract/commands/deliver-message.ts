import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsISO8601, IsUUID } from 'class-validator';

/** Tries once to hand the message of one code over to the provider. Safe to repeat: there is one delivery per id. */
export class DeliverMessage extends Command<Result<DeliveryOutcome, Refusal<never>>> {
  /** The id of the event that asks for the message. */
  @IsUUID()
  deliveryId!: string;

  @IsUUID()
  userId!: string;

  @IsUUID()
  codeId!: string;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  /** RFC 3339. The delivery's deadline counts from here. */
  @IsISO8601({ strict: true })
  sendAfter!: string;
}

export type DeliveryOutcome =
  | { readonly outcome: 'sent' }
  /** Refused for now: to be delivered again at this instant. */
  | { readonly outcome: 'retry'; readonly at: Date }
  /**
   * Never to be sent. `deadline-passed` and `refused` are losses that somebody should see; `code-over` and
   * `code-unknown` mean that nobody waits for the message any more.
   */
  | { readonly outcome: 'dead'; readonly reason: 'deadline-passed' | 'refused' | 'code-over' | 'code-unknown' };
