import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsString, IsUUID, MaxLength } from 'class-validator';

/** The message could not be handed over within its deadline: the code never becomes valid. */
export class AbandonActivationCode extends Command<Result<null, Refusal<'code-unknown'>>> {
  @IsUUID()
  codeId!: string;

  /** Short and free of personal data, such as `deadline` or `provider-refused`. */
  @IsString()
  @MaxLength(200)
  reason!: string;
}
