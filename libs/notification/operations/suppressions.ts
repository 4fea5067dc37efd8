import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { RemoveSuppression } from '../contract/commands/suppressions.js';
import {
  FindSuppressionOfRecipient,
  FindSuppressions,
  SuppressionPage,
} from '../contract/queries/find-suppressions.js';
import { notificationProblems as problems } from './problems.js';

const page = {
  description: 'A page of results',
  schema: SuppressionPage,
  example: {
    suppressions: [
      {
        id: '019a4f3e-7c1d-7d3e-9b1f-2f6f6d0c8a11',
        channel: 'mail',
        cause: 'bounced',
        reason: 'mailbox-unavailable',
        provider: 'postmark',
        messageId: '019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11',
        userId: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
        createdAt: '2026-11-21T09:00:02.000Z',
      },
    ],
    nextAfter: null,
  },
} as const;

const administration = { tag: 'Administration', security: 'administration' } as const;

export const suppressionOperations: readonly Operation[] = [
  {
    ...administration,
    scope: 'messages:read',
    method: 'get',
    path: '/v1/admin/suppressions',
    operationId: 'listSuppressions',
    summary: 'List the recipients that nothing is sent to',
    description: 'Newest first: after a hard bounce or a spam complaint. Addresses are stored as keyed hashes only.',
    query: FindSuppressions,
    answers: { 200: page },
    problems: [],
    asks: asking(FindSuppressions),
  },
  {
    ...administration,
    scope: 'messages:read',
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    path: '/v1/admin/suppressions/lookup',
    operationId: 'lookUpSuppression',
    summary: 'Find out whether anything is sent to a recipient',
    description: 'One suppression or none. The recipient is in the body, because proxies log URLs.',
    body: { schema: FindSuppressionOfRecipient, example: { recipient: 'ada@example.com' } },
    answers: { 200: page },
    problems: [],
    asks: asking(FindSuppressionOfRecipient),
  },
  {
    ...administration,
    scope: 'messages:write',
    method: 'delete',
    path: '/v1/admin/suppressions/{id}',
    params: { id: 'The suppression’s id' },
    operationId: 'removeSuppression',
    summary: 'Send to a recipient again',
    description: 'Until the next hard bounce or complaint. The provider may have a suppression list of its own.',
    answers: { 204: { description: 'Messages are sent to it again' } },
    problems: [problems['suppression-unknown']],
    executes: executing(RemoveSuppression, {
      fields: ({ params }) => ({ suppressionId: idInPath(params['id'], problems['suppression-unknown']) }),
    }),
  },
];
