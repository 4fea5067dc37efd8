import { InternalQuery, type Result } from '@gatehouse/kernel';

/**
 * Whom messages are for: an address, or a phone in E.164, by the id of the code or the notice that a message carries. Who
 * is not known any more is not in it. For other contexts.
 */
export class FindRecipients extends InternalQuery<Result<ReadonlyMap<string, string>, never>> {
  codeIds!: readonly string[];

  noticeIds!: readonly string[];
}
