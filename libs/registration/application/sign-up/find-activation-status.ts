import { type AnswerOf, err, ok, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import type { ActivationStatuses } from '../ports/message-views.js';

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
