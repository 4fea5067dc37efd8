import { Description, type EventContracts } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';
import { BOUNCE_REASONS, type BounceReason, type NotificationEvent } from './events.js';

class OfMessage {
  @IsUUID()
  messageId!: string;

  @Description('The user the message is for; null if none')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';
}

class OfSentMessage extends OfMessage {
  @Description('The kind of message; null if that was lost in a crash')
  @IsOptional()
  @IsString()
  template!: string | null;

  @Description('The provider that accepted it, as the settings name it. Earlier events do not have it')
  @IsOptional()
  @IsString()
  provider?: string;
}

class OfRetriedMessage extends OfMessage {
  @Description('The content: a code or a notice')
  @IsOptional()
  @IsUUID()
  codeId!: string | null;

  @IsOptional()
  @IsUUID()
  noticeId!: string | null;

  @Description('1 for the first delivery')
  @IsInt()
  round!: number;

  @Description('Earliest time')
  @IsRFC3339()
  sendAfter!: string;
}

class OfAcceptedMessage extends OfMessage {
  @Description('The kind of message; null if that is not known')
  @IsOptional()
  @IsString()
  template!: string | null;

  @Description('The provider, as the settings name it')
  @IsString()
  provider!: string;

  @Description('When, as the provider tells it')
  @IsRFC3339()
  at!: string;
}

class OfBouncedMessage extends OfAcceptedMessage {
  @Description('`hard`: permanently. `soft`: temporarily, but the provider does not try again')
  @IsIn(['hard', 'soft'])
  bounce!: 'hard' | 'soft';

  @Description('Null if the provider does not tell')
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  reason!: BounceReason | null;
}

class OfClosedProvider {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description('As the settings name it')
  @IsString()
  provider!: string;
}

class OfOpenedProvider extends OfClosedProvider {
  @Description('The provider’s answer or the network error; null if unknown')
  @IsOptional()
  @IsString()
  reason!: string | null;
}

/** What each event of this context says, for anyone who follows it. */
export const notificationEvents: EventContracts<NotificationEvent> = {
  'message.sent.v1': { description: 'The provider accepted a message', data: OfSentMessage },
  'message.retried.v1': {
    description: 'A failed message was retried by an administrator',
    data: OfRetriedMessage,
  },
  'message.deferred.v1': {
    description: 'The recipient’s server did not accept a message yet, and the provider tries again',
    data: OfAcceptedMessage,
  },
  'message.delivered.v1': {
    description: 'The recipient’s server or phone accepted a message',
    data: OfAcceptedMessage,
  },
  'message.bounced.v1': { description: 'A message was not delivered', data: OfBouncedMessage },
  'message.complained.v1': { description: 'The recipient marked a message as spam', data: OfAcceptedMessage },
  'message.unsubscribed.v1': {
    description: 'The recipient asked the provider to send nothing more',
    data: OfAcceptedMessage,
  },
  'provider.opened.v1': {
    description:
      'Messages no longer go to a provider, because it fails, is slow or refuses our credentials. Only in the application `default`',
    data: OfOpenedProvider,
  },
  'provider.closed.v1': {
    description: 'Messages go to a provider again. Only in the application `default`',
    data: OfClosedProvider,
  },
};
