import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';

/**
 * Whom messages are for: an address, or a phone in E.164, by the id of the code or the notice that a message carries. Who
 * is not known any more is not in it. For other contexts.
 */
export class FindRecipients extends Query<Result<ReadonlyMap<string, string>, Refusal<'validation-failed'>>> {
  @IsUUID('loose', { each: true })
  codeIds!: readonly string[];

  @IsUUID('loose', { each: true })
  noticeIds!: readonly string[];
}
