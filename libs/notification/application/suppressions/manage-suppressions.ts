import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type LookUps,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { RemoveSuppression } from '../../contract/commands/suppressions.js';
import type { FindSuppressionOfRecipient, FindSuppressions } from '../../contract/queries/find-suppressions.js';
import type { SuppressionList } from '../ports/suppressions.js';

const act = 'messages.looked-up';

interface Ports {
  readonly list: SuppressionList;
  readonly lookUps: LookUps;
}

export class FindSuppressionsHandler implements QueryHandler<FindSuppressions> {
  constructor(private readonly ports: Ports) {}

  async execute({ after = null, limit }: FindSuppressions, context: QueryContext): Promise<AnswerOf<FindSuppressions>> {
    const { application } = context;
    const page = await this.ports.list.page({ application, after, limit: limit ?? USUAL_LIMIT });
    const userIds = page.suppressions.map(({ userId }) => userId);
    await this.ports.lookUps.note({ act, by: 'list', userIds }, context);
    return ok(page);
  }
}

export class FindSuppressionOfRecipientHandler implements QueryHandler<FindSuppressionOfRecipient> {
  constructor(private readonly ports: Ports) {}

  async execute(
    { recipient }: FindSuppressionOfRecipient,
    context: QueryContext,
  ): Promise<AnswerOf<FindSuppressionOfRecipient>> {
    const named = recipient.includes('@') ? { email: recipient } : { phone: recipient };
    const found = await this.ports.list.ofRecipient(context.application, named);
    await this.ports.lookUps.note({ act, by: 'address', userIds: found ? [found.userId] : [] }, context);
    return ok({ suppressions: found ? [found] : [], nextAfter: null });
  }
}

export class RemoveSuppressionHandler implements CommandHandler<RemoveSuppression> {
  constructor(private readonly ports: Pick<Ports, 'list'>) {}

  async execute({ suppressionId }: RemoveSuppression, context: CommandContext): Promise<ResultOf<RemoveSuppression>> {
    return (await this.ports.list.remove(suppressionId, context)) ? ok(null) : err(refusal('suppression-unknown'));
  }
}
