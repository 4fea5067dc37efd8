import { Description, Query, type Result } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { BOUNCE_REASONS, type BounceReason } from '../events.js';
import type { NotificationRefusal } from '../refusals.js';
import { NewestFirst } from './find-messages.js';

@Description('A recipient that nothing is sent to. The address itself is not stored, only a keyed hash')
export class Suppression {
  @IsUUID()
  id!: string;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description(
    '`bounced`: a hard bounce. `complained`: a message was marked as spam; only notices about the account are sent',
  )
  @IsIn(['bounced', 'complained'])
  cause!: 'bounced' | 'complained';

  @Description('Why it bounced; null if the provider did not report it')
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  reason!: BounceReason | null;

  @Description('The provider that reported it')
  @IsString()
  provider!: string;

  @Description('The message that it is about')
  @IsUUID()
  messageId!: string;

  @Description('The user the message was for; null if none')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @IsRFC3339()
  createdAt!: string;
}

@Description('Suppressions, newest first')
export class SuppressionPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Suppression } })
  suppressions!: Suppression[];

  @Description('For `after`; null on the last page')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}

/** The recipients that the application sends nothing to, the newest first. Notes who looked, as the next does. */
export class FindSuppressions extends NewestFirst<Result<SuppressionPage, NotificationRefusal<'validation-failed'>>> {}

/** Whether the application sends anything to one address or phone: a page of one, or of none. */
export class FindSuppressionOfRecipient extends Query<
  Result<SuppressionPage, NotificationRefusal<'validation-failed'>>
> {
  @Description('An email address, or a phone number in E.164, such as +33612345678')
  @IsString()
  @MaxLength(320)
  @Matches(/^(\+\d{6,15}|[^@\s]+@[^@\s]+)$/, {
    message: 'Must be an email address, or a phone number such as +33612345678',
  })
  recipient!: string;
}
