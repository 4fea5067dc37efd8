import { type CommandBus, pageOf, USUAL_LIMIT } from '@gatehouse/kernel';
import { answerResult, commandFrom, idInPath, type Operation, ProblemError, queryFrom } from '@gatehouse/platform/edge';
import { ReplayDeliveries } from '../contract/commands/replay-deliveries.js';
import { ReplayDelivery } from '../contract/commands/replay-delivery.js';
import type { FindDeliveries } from '../contract/queries/find-deliveries.js';
import { DeliveryPage } from '../contract/read-models/delivery-page.js';
import { Replay } from '../contract/read-models/replay.js';
import { exampleDelivery } from './examples.js';
import { DeliveriesQuery } from './page-queries.js';
import { webhooksProblems as problems } from './problems.js';

const common = { tag: 'Events', security: 'administration' } as const;
const ofOne = { id: 'The webhook’s id' };
const idOf = ({ id }: Readonly<Record<string, string>>) => idInPath(id, problems['webhook-unknown']);

export const deliveryOperations = (bus: CommandBus, deliveries: FindDeliveries): readonly Operation[] => [
  {
    ...common,
    method: 'get',
    path: '/v1/admin/webhooks/{id}/deliveries',
    params: ofOne,
    operationId: 'listWebhookDeliveries',
    summary: 'What was sent to a webhook, and what came of it',
    description: 'The newest first. Deliveries are kept for 30 days.',
    scope: 'webhooks:read',
    query: DeliveriesQuery,
    answers: {
      200: {
        description: 'A page of them',
        schema: DeliveryPage,
        example: { deliveries: [exampleDelivery], nextAfter: null },
      },
    },
    problems: [problems['webhook-unknown']],
    handle: async ({ params, query, context: { application } }) => {
      const webhookId = idOf(params);
      const { state = null, after = null, limit } = queryFrom(DeliveriesQuery, query);
      const find = async (most: number) => {
        const found = await deliveries.execute({ application, webhookId, state, after, limit: most });
        if (!found) throw new ProblemError(problems['webhook-unknown']);
        return found;
      };
      const { entries, nextAfter } = await pageOf(limit ?? USUAL_LIMIT, find, ({ id }) => id);
      return { status: 200, body: { deliveries: entries, nextAfter } };
    },
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'Receivers know an event again by its id: once more does no harm' },
    path: '/v1/admin/webhooks/{id}/deliveries/{deliveryId}/replay',
    params: { ...ofOne, deliveryId: 'The delivery’s id' },
    operationId: 'replayWebhookDelivery',
    summary: 'Deliver an event once more',
    description: 'Whatever came of it, and at once where it waits for its next attempt.',
    scope: 'webhooks:write',
    answers: { 202: { description: 'It is on its way' } },
    problems: [problems['webhook-unknown'], problems['delivery-unknown']],
    handle: async ({ params, context }) => {
      const deliveryId = idInPath(params['deliveryId'], problems['delivery-unknown']);
      const command = commandFrom(ReplayDelivery, { webhookId: idOf(params), deliveryId });
      return answerResult(await bus.execute(command, context), () => ({ status: 202 }));
    },
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'Receivers know an event again by its id: once more does no harm' },
    path: '/v1/admin/webhooks/{id}/replay',
    params: ofOne,
    operationId: 'replayWebhookDeliveries',
    summary: 'Deliver the events of a time once more',
    description:
      'Those that failed, or with `delivered` all of them; 500 at most, the oldest first. `nextAfter` goes on.',
    scope: 'webhooks:write',
    body: {
      schema: ReplayDeliveries,
      fields: ['from', 'to', 'delivered', 'after'],
      example: { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' },
    },
    answers: {
      202: { description: 'They are on their way', schema: Replay, example: { replayed: 42, nextAfter: null } },
    },
    problems: [problems['webhook-unknown']],
    handle: async ({ params, body, context }) => {
      const command = commandFrom(ReplayDeliveries, { ...body, webhookId: idOf(params) });
      return answerResult(await bus.execute(command, context), (replay) => ({ status: 202, body: replay }));
    },
  },
];
