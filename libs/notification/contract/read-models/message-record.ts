import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';
import { BOUNCE_REASONS, type BounceReason } from '../events.js';

/** On its way to the provider, and then what the provider reports. */
export const MESSAGE_STATES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'deferred',
  'delivered',
  'unsubscribed',
  'bounced',
  'complained',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

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

  @Description('`sent`: accepted by the provider. The states from `deferred` on are what the provider reported later')
  @IsIn(MESSAGE_STATES)
  state!: MessageState;

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

  @Description('When the recipient’s server put it off, as the provider reported')
  @IsOptional()
  @IsRFC3339()
  deferredAt!: string | null;

  @Description('When the recipient’s server or phone accepted it')
  @IsOptional()
  @IsRFC3339()
  deliveredAt!: string | null;

  @Description('When it bounced')
  @IsOptional()
  @IsRFC3339()
  bouncedAt!: string | null;

  @Description('`hard`: nothing more is sent to this recipient. `soft`: the next message may arrive')
  @IsOptional()
  @IsIn(['hard', 'soft'])
  bounce!: 'hard' | 'soft' | null;

  @Description('Null if the provider did not report it')
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  bounceReason!: BounceReason | null;

  @Description('When the recipient marked it as spam')
  @IsOptional()
  @IsRFC3339()
  complainedAt!: string | null;

  @Description('When the recipient asked the provider to send nothing more')
  @IsOptional()
  @IsRFC3339()
  unsubscribedAt!: string | null;

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
