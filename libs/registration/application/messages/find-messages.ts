import { type AnswerOf, err, ok, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindActivationStatus, FindRecipients } from '../../contract/queries/messages.js';
import type { ActivationStatuses, Recipients } from '../ports/messages.js';

export class FindRecipientsHandler implements QueryHandler<FindRecipients> {
  constructor(private readonly ports: { readonly recipients: Recipients }) {}

  async execute(
    { codeIds, noticeIds }: FindRecipients,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindRecipients>> {
    return ok(await this.ports.recipients.of({ application, codeIds, noticeIds }));
  }
}

export class FindActivationStatusHandler implements QueryHandler<FindActivationStatus> {
  constructor(private readonly ports: { readonly statuses: ActivationStatuses }) {}

  async execute(
    { userId }: FindActivationStatus,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindActivationStatus>> {
    const found = await this.ports.statuses.of({ application, userId });
    return found ? ok(found) : err(refusal('not-found'));
  }
}
