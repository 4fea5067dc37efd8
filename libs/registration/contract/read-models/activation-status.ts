import { Description } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsRFC3339 } from 'class-validator';

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

  @Description('Now, for a countdown that does not trust the browser’s clock')
  @IsRFC3339()
  serverTime!: string;
}
