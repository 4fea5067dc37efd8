import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';

/** The provider has accepted a notice: nobody needs to know any more where it went. Repeating it changes nothing. */
export class AcceptNotice extends Command<Result<null, Refusal<'notice-unknown'>>> {
  @IsUUID()
  noticeId!: string;
}
