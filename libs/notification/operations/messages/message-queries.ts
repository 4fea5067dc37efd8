import { Description } from '@gatehouse/kernel';
import { IsPageLimit } from '@gatehouse/platform/edge';
import { IsIn, IsOptional, IsRFC3339, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import {
  LISTED_STATES,
  type ListedState,
  MESSAGE_CHANNELS,
  type MessageChannel,
} from '../../contract/read-models/message-state.js';

/** Which messages are meant, and which page of them. */
abstract class MessageQuery {
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

  @IsPageLimit()
  limit?: number | null;
}

export class MessagesQuery extends MessageQuery {
  @Description('Only messages for this account')
  @IsOptional()
  @IsUUID()
  userId?: string | null;
}

/** An address stands in a body, because URLs stand in the logs of proxies. */
export class MessageLookup extends MessageQuery {
  @Description('The exact address, case-insensitive')
  @IsString()
  @MaxLength(320)
  email!: string;
}
