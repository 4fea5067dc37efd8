import {
  type AnswerOf,
  err,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { FindDeliveries } from '../../contract/queries/find-deliveries.js';
import type { FindWebhooks } from '../../contract/queries/find-webhooks.js';
import type { WebhookViews } from '../ports/webhooks.js';

export class FindWebhooksHandler implements QueryHandler<FindWebhooks> {
  constructor(private readonly ports: { readonly webhooks: WebhookViews }) {}

  async execute(_query: FindWebhooks, { application }: QueryContext): Promise<AnswerOf<FindWebhooks>> {
    return ok({ webhooks: await this.ports.webhooks.ofApplication(application) });
  }
}

export class FindDeliveriesHandler implements QueryHandler<FindDeliveries> {
  constructor(private readonly ports: { readonly webhooks: WebhookViews }) {}

  async execute(
    { webhookId, state = null, after = null, limit }: FindDeliveries,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindDeliveries>> {
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.webhooks.deliveries({ application, webhookId, state, after, limit: most + 1 });
    if (!found) return err(refusal('webhook-unknown'));
    const { entries, nextAfter } = pageOf(found, most, ({ id }) => id);
    return ok({ deliveries: entries, nextAfter });
  }
}
