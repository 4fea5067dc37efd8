import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { Ping } from '../contract/commands/deliveries.js';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  PingWebhook,
  RotateWebhookSecret,
} from '../contract/commands/webhooks.js';
import { FindWebhooks, Webhook, WebhookList, WebhookWithSecret } from '../contract/queries/find-webhooks.js';
import { exampleDelivery, exampleWebhook, exampleWithSecret } from './examples.js';
import { webhooksProblems as problems } from './problems.js';

const common = { tag: 'Events', security: 'administration' } as const;
const ofOne = { id: 'The webhook’s id' };
const idOf = ({ id }: Readonly<Record<string, string>>) => idInPath(id, problems['webhook-unknown']);

export const webhookOperations: readonly Operation[] = [
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/webhooks',
    operationId: 'createWebhook',
    summary: 'Create a webhook',
    description:
      'From now on each event is posted there as CloudEvents 1.0 with a signature of Standard Webhooks, at least once and in no order: `webhook-id` is the event’s id. Any 2xx takes it; 410 disables the webhook; everything else is tried again for a day. Redirects are not followed. An application has 20 webhooks at most.',
    scope: 'webhooks:write',
    body: {
      schema: CreateWebhook,
      example: { url: 'https://shop.example/hooks/accounts', types: ['user.activated.v1', 'user.erased.v1'] },
    },
    answers: {
      201: {
        description: 'The webhook with its secret, shown only once',
        schema: WebhookWithSecret,
        example: exampleWithSecret,
      },
    },
    problems: [problems['too-many-webhooks']],
    executes: executing(CreateWebhook),
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/webhooks',
    operationId: 'listWebhooks',
    summary: 'List the application’s webhooks',
    scope: 'webhooks:read',
    answers: { 200: { description: 'All of them', schema: WebhookList, example: { webhooks: [exampleWebhook] } } },
    problems: [],
    asks: asking(FindWebhooks),
  },
  {
    ...common,
    method: 'patch',
    path: '/v1/admin/webhooks/{id}',
    params: ofOne,
    operationId: 'changeWebhook',
    summary: 'Change, enable or disable a webhook',
    description:
      'Absent fields are unchanged (RFC 7396). Events while it is disabled are recorded as failed deliveries and can be replayed.',
    scope: 'webhooks:write',
    body: {
      schema: ChangeWebhook,
      fields: ['url', 'types', 'description', 'enabled'],
      example: { enabled: true },
    },
    answers: { 200: { description: 'As it is now', schema: Webhook, example: exampleWebhook } },
    problems: [problems['webhook-unknown']],
    executes: executing(ChangeWebhook, { fields: ({ params, body }) => ({ ...body, webhookId: idOf(params) }) }),
  },
  {
    ...common,
    method: 'delete',
    path: '/v1/admin/webhooks/{id}',
    params: ofOne,
    operationId: 'deleteWebhook',
    summary: 'Delete a webhook',
    description: 'Nothing more is sent, including waiting deliveries.',
    scope: 'webhooks:write',
    answers: { 204: { description: 'It is gone' } },
    problems: [problems['webhook-unknown']],
    executes: executing(DeleteWebhook, { fields: ({ params }) => ({ webhookId: idOf(params) }) }),
  },
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/webhooks/{id}/secret',
    params: ofOne,
    operationId: 'rotateWebhookSecret',
    summary: 'Replace a webhook’s secret',
    description: 'For 24 hours, or for `overlapSeconds`, deliveries are also signed with the previous secret.',
    scope: 'webhooks:write',
    body: {
      schema: RotateWebhookSecret,
      fields: ['overlapSeconds'],
      optional: true,
      example: { overlapSeconds: 3_600 },
    },
    answers: {
      201: { description: 'The new secret, shown only once', schema: WebhookWithSecret, example: exampleWithSecret },
    },
    problems: [problems['webhook-unknown']],
    executes: executing(RotateWebhookSecret, { fields: ({ params, body }) => ({ ...body, webhookId: idOf(params) }) }),
  },
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/webhooks/{id}/ping',
    params: ofOne,
    operationId: 'pingWebhook',
    summary: 'Send a test event to a webhook',
    description:
      'Sends an event of type `webhook.pinged.v1`, regardless of the webhook’s event types, even while it is disabled.',
    scope: 'webhooks:write',
    answers: {
      202: { description: 'The event will be sent', schema: Ping, example: { deliveryId: exampleDelivery.id } },
    },
    problems: [problems['webhook-unknown']],
    executes: executing(PingWebhook, { fields: ({ params }) => ({ webhookId: idOf(params) }) }),
  },
];
