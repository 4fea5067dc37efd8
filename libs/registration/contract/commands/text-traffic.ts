import { Command, Description, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';

/** Ends a stop before its time. The range or country is judged by what it does from then on. */
export class LiftTextStop extends Command<Result<null, Refusal<'text-stop-unknown'>>> {
  @Description('The stop’s id')
  @IsUUID()
  stopId!: string;
}
