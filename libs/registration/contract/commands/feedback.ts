import { Command, Description, type Refusal, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Tells how easy activation was, once, with the token from the response to the activation. */
export class GiveFeedback extends Command<
  Result<null, Refusal<'validation-failed' | 'feedback-closed' | 'throttled'>>
> {
  @Description('`feedbackToken` from the response to the activation')
  @IsString()
  @Matches(/^(\p{DI}*[A-Za-z0-9_-]){64}\p{DI}*$/u, { message: 'Must be the token from the activation' })
  token!: string;

  @Description('1 (very hard) to 5 (very easy)')
  @IsInt()
  @Min(1)
  @Max(5)
  ease!: number;

  @Description('Plain text, stored as one line')
  @IsOptional()
  @IsString()
  @MaxLength(500)
  text?: string | null;
}
