import {
  type AnswerOf,
  applicationAsked,
  type Clock,
  daysAsked,
  err,
  ok,
  type QueryContext,
  type QueryHandler,
  refusal,
} from '@gatehouse/kernel';
import type { FindTextSpend } from '../../contract/queries/find-text-spend.js';
import type { TextSpends } from '../ports/text-spends.js';

export class FindTextSpendHandler implements QueryHandler<FindTextSpend> {
  constructor(private readonly ports: { readonly spends: TextSpends; readonly clock: Clock }) {}

  async execute(query: FindTextSpend, context: QueryContext): Promise<AnswerOf<FindTextSpend>> {
    const days = daysAsked(query, this.ports.clock.now());
    if ('code' in days) return err(refusal('validation-failed', { errors: [days] }));
    const application = applicationAsked(query.application, context);
    if (!application.ok) return application;
    return ok(await this.ports.spends.read({ ...days, application: application.value }));
  }
}
