import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';

@Description('A message and its delivery. Neither its text nor the address is stored')
export class MessageRecord {
  @IsUUID()
  id!: string;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description('The kind of message; null until it is rendered')
  @IsOptional()
  @IsString()
  template!: string | null;

  @IsIn(['queued', 'sending', 'sent', 'failed'])
  state!: 'queued' | 'sending' | 'sent' | 'failed';

  @IsInt()
  attempts!: number;

  @IsRFC3339()
  createdAt!: string;

  @Description('The earliest time to send or retry it')
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

  @Description('The provider that was called last, or that accepted it')
  @IsOptional()
  @IsString()
  provider!: string | null;

  @Description('The provider’s id of the message')
  @IsOptional()
  @IsString()
  providerMessageId!: string | null;

  @Description('The provider’s last refusal, in brief')
  @IsOptional()
  @IsString()
  lastAnswer!: string | null;

  @Description('The id of its code, if any')
  @IsOptional()
  @IsUUID()
  codeId!: string | null;

  @Description('The id of its notice, if it is one')
  @IsOptional()
  @IsUUID()
  noticeId!: string | null;
}
