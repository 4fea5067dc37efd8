import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsString, IsUUID, MaxLength } from 'class-validator';

/** A notice could not be handed over within its deadline. Where it was to go is kept, so that it can be sent by hand. */
export class AbandonNotice extends Command<Result<null, Refusal<'notice-unknown'>>> {
  @IsUUID()
  noticeId!: string;

  /** Short and free of personal data, such as `deadline-passed`. */
  @IsString()
  @MaxLength(200)
  reason!: string;
}
