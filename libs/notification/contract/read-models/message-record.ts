import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';

@Description('A message and its way to the provider. Neither its text nor the address is kept')
export class MessageRecord {
  @IsUUID()
  id!: string;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description('Which message it was; null as long as nothing was rendered')
  @IsOptional()
  @IsString()
  template!: string | null;

  @IsIn(['queued', 'sending', 'sent', 'failed'])
  state!: 'queued' | 'sending' | 'sent' | 'failed';

  @IsInt()
  attempts!: number;

  @IsRFC3339()
  createdAt!: string;

  @Description('The time from which it might be sent, or be tried again')
  @IsRFC3339()
  notBefore!: string;

  @Description('From then on it is not sent any more')
  @IsRFC3339()
  deadline!: string;

  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  failedAt!: string | null;

  @Description('Why it failed')
  @IsOptional()
  @IsString()
  failure!: string | null;

  @Description('The provider that was asked last, or has taken it over')
  @IsOptional()
  @IsString()
  provider!: string | null;

  @Description('The provider’s own id of it')
  @IsOptional()
  @IsString()
  providerMessageId!: string | null;

  @Description('The provider’s last refusal, in a word or two')
  @IsOptional()
  @IsString()
  lastAnswer!: string | null;

  @Description('The code that it carried, if any')
  @IsOptional()
  @IsUUID()
  codeId!: string | null;

  @Description('The notice that it was, if it was one')
  @IsOptional()
  @IsUUID()
  noticeId!: string | null;
}
