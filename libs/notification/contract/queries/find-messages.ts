import { Description, Query, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MESSAGE_STATES, MessageRecord } from '../read-models/message-record.js';
import type { NotificationRefusal } from '../refusals.js';

@Description('A provider’s answer to an attempt. Unknown if the attempt was interrupted by a crash')
export class MessageAnswer {
  @Description('1 for the first')
  @IsInt()
  attempt!: number;

  @IsRFC3339()
  at!: string;

  @IsString()
  provider!: string;

  @IsIn(['accepted', 'refused'])
  outcome!: 'accepted' | 'refused';

  @Description('The provider’s status and code, or the network error; null if it was accepted')
  @IsOptional()
  @IsString()
  answer!: string | null;

  @Description('The provider’s id of the message, if it was accepted')
  @IsOptional()
  @IsString()
  providerMessageId!: string | null;
}

@Description('A message as administrators see it. Neither its text nor the address is stored with it')
export class AdministeredMessage extends MessageRecord {
  @Description('The user the message is for; null if none')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @Description('The recipient’s address or phone; null once its code or notice has been deleted')
  @IsOptional()
  @IsString()
  recipient!: string | null;

  @Description('Whether it failed although someone is waiting for it, and nobody has retried or dropped it yet')
  @IsBoolean()
  deadLetter!: boolean;

  @Description('How often it was retried after failing')
  @IsInt()
  retries!: number;

  @Description('When someone dropped it')
  @IsOptional()
  @IsRFC3339()
  droppedAt!: string | null;

  @Description('The provider’s answers, oldest first; at most the latest 50')
  @IsArray()
  @ValidateNested({ each: true, context: { of: MessageAnswer } })
  answers!: MessageAnswer[];
}

@Description('Messages, newest first')
export class MessagePage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AdministeredMessage } })
  messages!: AdministeredMessage[];

  @Description('For `after`; null on the last page. A page may be short or empty even if others follow')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}

export const MESSAGE_CHANNELS = ['mail', 'sms'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** What lists can be asked for: the states, and of those that failed the ones that somebody should look at. */
export const LISTED_STATES = [...MESSAGE_STATES, 'dead-letter'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

/** Why a message is a dead letter: somebody waits for it, and does not get it. */
export const LOSSES = ['deadline-passed', 'refused'] as const;
export type Loss = (typeof LOSSES)[number];

/** A page of what the application has, the newest first. */
export abstract class NewestFirst<T> extends Query<T> {
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

/** Which messages are meant, and which page of them. */
export abstract class MessageFilter extends NewestFirst<Result<MessagePage, NotificationRefusal<'validation-failed'>>> {
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
}

/** The application's messages, the newest first. Notes who looked, as all of these do. */
export class FindMessages extends MessageFilter {
  @Description('Only messages for this account')
  @IsOptional()
  @IsUUID()
  userId?: string | null;
}

/** Those of the account that owns an address, and of its unverified registrations. */
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

@Description('Messages that wait or were given up')
export class MessageBacklog {
  @Description('How many are queued or being sent')
  @IsInt()
  waiting!: number;

  @Description('When the oldest of these was requested; null if none is waiting')
  @IsOptional()
  @IsRFC3339()
  oldestWaitingSince!: string | null;

  @Description('How many failed although someone is waiting, and were neither retried nor dropped')
  @IsInt()
  deadLetters!: number;

  @Description('Only the newest 10,000 messages were counted, so there may be more')
  @IsBoolean()
  isPartial!: boolean;
}

/** How many of the application's messages wait or were given up. It shows nothing of a person, so nothing is noted. */
export class FindMessageBacklog extends Query<Result<MessageBacklog, NotificationRefusal<'validation-failed'>>> {}
