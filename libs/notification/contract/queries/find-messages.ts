import { Description, Query, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import type { AdministeredMessage, MessagePage } from '../read-models/administered-message.js';
import {
  LISTED_STATES,
  type ListedState,
  MESSAGE_CHANNELS,
  type MessageChannel,
} from '../read-models/message-state.js';
import type { NotificationRefusal } from '../refusals.js';

/** Which messages are meant, and which page of them. */
export abstract class MessageFilter extends Query<Result<MessagePage, NotificationRefusal<'validation-failed'>>> {
  @Description(
    'All states by default. `dead-letter`: failed although someone is waiting, and neither retried nor dropped',
  )
  @IsOptional()
  @IsIn(LISTED_STATES)
  state?: ListedState | null;

  @Description('Mail or SMS')
  @IsOptional()
  @IsIn(MESSAGE_CHANNELS)
  channel?: MessageChannel | null;

  @Description('The kind of message, such as `activation-code`')
  @IsOptional()
  @Matches(/^[a-z-]{1,40}$/, { message: 'Use lowercase letters and hyphens' })
  template?: string | null;

  @Description('Only messages requested at or after this time')
  @IsOptional()
  @IsRFC3339()
  createdFrom?: string | null;

  @Description('Only messages requested before this time')
  @IsOptional()
  @IsRFC3339()
  createdBefore?: string | null;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @Matches(/^\d{1,17}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'Must be a cursor from an earlier response',
  })
  after?: string | null;

  @Description(`Maximum number of entries per page; ${USUAL_LIMIT} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number | null;
}

/** The application's messages, the newest first. Notes who looked, as all of these do. */
export class FindMessages extends MessageFilter {
  @Description('Only messages for this account')
  @IsOptional()
  @IsUUID()
  userId?: string | null;
}

/** Those of the account that owns an address, and of registrations that nobody has proven. */
export class FindMessagesOfAddress extends MessageFilter {
  @Description('The exact address, case-insensitive')
  @IsString()
  @MaxLength(320)
  email!: string;
}

/** One of the application's messages. */
export class FindMessage extends Query<
  Result<AdministeredMessage, NotificationRefusal<'validation-failed' | 'message-unknown'>>
> {
  @IsUUID('loose')
  messageId!: string;
}
