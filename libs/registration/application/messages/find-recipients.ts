import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindRecipients } from '../../contract/queries/find-recipients.js';
import type { Recipients } from '../ports/message-views.js';

export class FindRecipientsHandler implements QueryHandler<FindRecipients> {
  constructor(private readonly ports: { readonly recipients: Recipients }) {}

  async execute(
    { codeIds, noticeIds }: FindRecipients,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindRecipients>> {
    return ok(await this.ports.recipients.of({ application, codeIds, noticeIds }));
  }
}
