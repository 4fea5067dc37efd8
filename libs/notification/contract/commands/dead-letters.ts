import { Command, Description, type Refusal, type Result } from '@gatehouse/kernel';
import { IsBoolean, IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID, Matches, Max, Min } from 'class-validator';
import { LOSSES, type Loss, MESSAGE_CHANNELS, type MessageChannel } from '../queries/find-messages.js';
import type { NotificationRefusal } from '../refusals.js';

/**
 * Has a dead letter tried again, with a deadline of its own. Whether anybody still waits for it shows when it is about to
 * be sent: a code comes back to life then, for as long as a code lives, unless its person needs it no more.
 */
export class RetryMessage extends Command<Result<null, NotificationRefusal>> {
  @IsUUID()
  messageId!: string;
}

/** Settles that a dead letter is not to be sent: it stays as a failed message, and is no dead letter any more. */
export class DropMessage extends Command<Result<null, NotificationRefusal>> {
  @IsUUID()
  messageId!: string;
}

/** Which dead letters of an application are meant, the newest first: all of them by default, and so many at once. */
export abstract class DeadLetterSelection<R> extends Command<R> {
  @IsOptional()
  @IsIn(MESSAGE_CHANNELS)
  channel?: MessageChannel | null;

  @Description('The kind of message, such as `activation-code`')
  @IsOptional()
  @IsString()
  @Matches(/^[a-z-]{1,40}$/, { message: 'Use lowercase letters and hyphens' })
  template?: string | null;

  @Description('Why they failed')
  @IsOptional()
  @IsIn(LOSSES)
  failure?: Loss | null;

  @Description('Only messages requested at or after this time')
  @IsOptional()
  @IsRFC3339()
  createdFrom?: string | null;

  @Description('Only messages requested before this time')
  @IsOptional()
  @IsRFC3339()
  createdBefore?: string | null;

  @Description('Maximum number at once; 100 by default. Repeat while `more` is true')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number | null;
}

@Description('Result for a selection of dead letters')
export class DeadLettersHandled {
  @Description('How many were processed')
  @IsInt()
  count!: number;

  @Description('Whether the selection has more')
  @IsBoolean()
  more!: boolean;
}

/** Has dead letters tried again, as `RetryMessage` does. Those that somebody else is at work on are left out. */
export class RetryMessages extends DeadLetterSelection<Result<DeadLettersHandled, Refusal<never>>> {}

/** Drops dead letters, as `DropMessage` does. Those that somebody else is at work on are left out. */
export class DropMessages extends DeadLetterSelection<Result<DeadLettersHandled, Refusal<never>>> {}
