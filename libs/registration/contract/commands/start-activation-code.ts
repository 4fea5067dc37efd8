import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';

/** The provider has accepted the message: the code's life starts now, by the database's clock. Repeating it changes nothing. */
export class StartActivationCode extends Command<Result<null, Refusal<'code-unknown'>>> {
  @IsUUID()
  codeId!: string;
}
