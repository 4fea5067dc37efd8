import { Command, Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsRFC3339, IsString, Matches, Max, Min } from 'class-validator';
import type { Loss } from '../read-models/message-state.js';
import { LOSSES, MESSAGE_CHANNELS, type MessageChannel } from '../read-models/message-state.js';

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
