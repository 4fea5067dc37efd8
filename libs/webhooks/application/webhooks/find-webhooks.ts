import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindWebhooks } from '../../contract/queries/find-webhooks.js';
import type { WebhookViews } from '../ports/webhook-views.js';

export class FindWebhooksHandler implements QueryHandler<FindWebhooks> {
  constructor(private readonly ports: { readonly webhooks: WebhookViews }) {}

  async execute(_query: FindWebhooks, { application }: QueryContext): Promise<AnswerOf<FindWebhooks>> {
    return ok({ webhooks: await this.ports.webhooks.ofApplication(application) });
  }
}
