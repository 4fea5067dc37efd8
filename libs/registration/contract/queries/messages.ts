import { Description, InternalQuery, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsRFC3339, IsUUID, ValidateNested } from 'class-validator';

/** Where the latest activation message of a registration is. Anyone who knows the id may ask. */
export class FindActivationStatus extends Query<Result<ActivationStatus, Refusal<'validation-failed' | 'not-found'>>> {
  @IsUUID('loose')
  userId!: string;
}

export const BOUNCE_REASONS = ['mailbox-unavailable', 'mailbox-full', 'rejected'] as const;
export type BounceReason = (typeof BOUNCE_REASONS)[number];

@Description('What the provider has reported since it accepted the message')
export class ReportedMessage {
  @Description('`sent` until the provider reports more')
  @IsIn(['sent', 'delivered', 'bounced'])
  state!: 'sent' | 'delivered' | 'bounced';

  @Description(
    'Why it bounced: the mailbox or phone does not exist, is full, or accepts no messages from this sender. Null if unknown',
  )
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  reason!: BounceReason | null;
}

@Description('Where the SMS with the code for the phone is')
export class PhoneActivationStatus {
  @IsIn(['queued', 'sending', 'sent', 'failed'])
  delivery!: 'queued' | 'sending' | 'sent' | 'failed';

  @Description('When the SMS provider accepted the message')
  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @Description('When the code expires; known once it is sent')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @Description('Null if the provider reports nothing')
  @IsOptional()
  @ValidateNested({ context: { of: ReportedMessage } })
  message!: ReportedMessage | null;
}

@Description('Where the message with the activation code is. All times come from the database’s clock')
export class ActivationStatus {
  @IsIn(['queued', 'sending', 'sent', 'failed'])
  delivery!: 'queued' | 'sending' | 'sent' | 'failed';

  @Description('When the mail provider accepted the message')
  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @Description('When the code expires; known once it is sent')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @Description('Null if the provider reports nothing')
  @IsOptional()
  @ValidateNested({ context: { of: ReportedMessage } })
  message!: ReportedMessage | null;

  @Description('The latest SMS, if the registration must verify its phone as well')
  @IsOptional()
  @ValidateNested({ context: { of: PhoneActivationStatus } })
  phone!: PhoneActivationStatus | null;

  @Description('The server’s current time, for a countdown that does not rely on the browser’s clock')
  @IsRFC3339()
  serverTime!: string;
}

/**
 * Whom messages are for: an address, or a phone in E.164, by the id of the code or the notice that a message carries. Who
 * is not known any more is not in it. For other contexts.
 */
export class FindRecipients extends InternalQuery<Result<ReadonlyMap<string, string>, never>> {
  codeIds!: readonly string[];

  noticeIds!: readonly string[];
}
