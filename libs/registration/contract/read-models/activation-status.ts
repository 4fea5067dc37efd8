import { Description } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsRFC3339, ValidateNested } from 'class-validator';

@Description('Where the SMS with the code for the phone is')
export class PhoneActivationStatus {
  @IsIn(['queued', 'sending', 'sent', 'failed'])
  delivery!: 'queued' | 'sending' | 'sent' | 'failed';

  @Description('When the SMS provider accepted the message')
  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @Description('When the code ends; known once it was sent')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;
}

@Description('Where the message with the activation code is. All times come from the database’s clock')
export class ActivationStatus {
  @IsIn(['queued', 'sending', 'sent', 'failed'])
  delivery!: 'queued' | 'sending' | 'sent' | 'failed';

  @Description('When the mail provider accepted the message')
  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @Description('When the code ends; known once it was sent')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @Description('The latest SMS, where the registration was asked to prove its phone as well')
  @IsOptional()
  @ValidateNested({ context: { of: PhoneActivationStatus } })
  phone!: PhoneActivationStatus | null;

  @Description('Now, for a countdown that does not trust the browser’s clock')
  @IsRFC3339()
  serverTime!: string;
}
