import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { Replay, ReplayDeliveries, ReplayDelivery } from '../contract/commands/deliveries.js';
import { DeliveryPage, FindDeliveries } from '../contract/queries/find-deliveries.js';
import { exampleDelivery } from './examples.js';
import { webhooksProblems as problems } from './problems.js';

const common = { tag: 'Events', security: 'administration' } as const;
const ofOne = { id: 'The webhook’s id' };
const idOf = ({ id }: Readonly<Record<string, string>>) => idInPath(id, problems['webhook-unknown']);

export const deliveryOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/v1/admin/webhooks/{id}/deliveries',
    params: ofOne,
    operationId: 'listWebhookDeliveries',
    summary: 'List the deliveries to a webhook',
    description: 'Newest first. Deliveries are stored for 30 days.',
    scope: 'webhooks:read',
    query: FindDeliveries,
    queryFields: ['state', 'after', 'limit'],
    answers: {
      200: {
        description: 'A page of results',
        schema: DeliveryPage,
        example: { deliveries: [exampleDelivery], nextAfter: null },
      },
    },
    problems: [problems['webhook-unknown']],
    asks: asking(FindDeliveries, { fromPath: (params) => ({ webhookId: idOf(params) }) }),
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'Receivers deduplicate events by id, so a repeated delivery does no harm' },
    path: '/v1/admin/webhooks/{id}/deliveries/{deliveryId}/replay',
    params: { ...ofOne, deliveryId: 'The delivery’s id' },
    operationId: 'replayWebhookDelivery',
    summary: 'Redeliver an event',
    description: 'Whatever its state; if it waits for its next attempt, it is sent at once.',
    scope: 'webhooks:write',
    answers: { 202: { description: 'It will be delivered' } },
    problems: [problems['webhook-unknown'], problems['delivery-unknown']],
    executes: executing(ReplayDelivery, {
      fields: ({ params }) => ({
        deliveryId: idInPath(params['deliveryId'], problems['delivery-unknown']),
        webhookId: idOf(params),
      }),
    }),
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'Receivers deduplicate events by id, so a repeated delivery does no harm' },
    path: '/v1/admin/webhooks/{id}/replay',
    params: ofOne,
    operationId: 'replayWebhookDeliveries',
    summary: 'Replay the events of a period',
    description:
      'Failed deliveries, or with `delivered` all of them; at most 500, oldest first. Continue with `nextAfter`.',
    scope: 'webhooks:write',
    body: {
      schema: ReplayDeliveries,
      fields: ['from', 'to', 'delivered', 'after'],
      example: { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' },
    },
    answers: {
      202: { description: 'They will be delivered', schema: Replay, example: { replayed: 42, nextAfter: null } },
    },
    problems: [problems['webhook-unknown']],
    executes: executing(ReplayDeliveries, { fields: ({ params, body }) => ({ ...body, webhookId: idOf(params) }) }),
  },
];
