import { executing, type Operation } from '@gatehouse/platform/edge';
import { DropMessage } from '../../contract/commands/drop-message.js';
import { DropMessages } from '../../contract/commands/drop-messages.js';
import { RetryMessage } from '../../contract/commands/retry-message.js';
import { RetryMessages } from '../../contract/commands/retry-messages.js';
import { DeadLettersHandled } from '../../contract/read-models/dead-letters-handled.js';
import { notificationProblems as problems } from '../problems.js';
import { messageIn } from './message-in.js';

const common = {
  tag: 'Administration',
  security: 'administration',
  scope: 'messages:write',
  method: 'post',
} as const;
const ofOne = {
  params: { id: 'The message’s id' },
  problems: [problems['message-unknown'], problems['message-not-dead']],
  idempotency: { noKeyBecause: 'A dead letter can be handled only once: a repeated request is refused' },
} as const;
const handled = {
  200: { description: 'How many were processed', schema: DeadLettersHandled, example: { count: 100, more: true } },
};
const batch = {
  idempotency: { noKeyBecause: 'A repeated call processes the remaining messages, as intended' },
} as const;
const BATCHES =
  'Processes the newest matching messages, up to `limit`; repeat while `more` is true. Without a body all dead letters match.';

export const deadLetterOperations: readonly Operation[] = [
  {
    ...common,
    ...ofOne,
    scope: 'messages:retry',
    path: '/v1/admin/messages/{id}/retry',
    operationId: 'retryMessage',
    summary: 'Retry a dead letter',
    description:
      'It gets the same deadline as a new message. Its code becomes valid when it is sent. A code that is no longer needed is not sent: the message then fails with `code-over` or `code-unknown`.',
    answers: { 202: { description: 'It is queued' } },
    executes: executing(RetryMessage, { fields: ({ params }) => ({ messageId: messageIn(params) }) }),
  },
  {
    ...common,
    ...ofOne,
    path: '/v1/admin/messages/{id}/drop',
    operationId: 'dropMessage',
    summary: 'Drop a dead letter',
    description: 'It is not sent and is no longer a dead letter. It remains a failed message.',
    answers: { 204: { description: 'It is dropped' } },
    executes: executing(DropMessage, { fields: ({ params }) => ({ messageId: messageIn(params) }) }),
  },
  {
    ...common,
    ...batch,
    path: '/v1/admin/messages/retry',
    operationId: 'retryMessages',
    summary: 'Retry dead letters',
    description: BATCHES,
    body: { schema: RetryMessages, optional: true, example: { failure: 'refused', channel: 'mail' } },
    answers: handled,
    problems: [],
    executes: executing(RetryMessages),
  },
  {
    ...common,
    ...batch,
    path: '/v1/admin/messages/drop',
    operationId: 'dropMessages',
    summary: 'Drop dead letters',
    description: BATCHES,
    body: { schema: DropMessages, optional: true, example: { createdBefore: '2026-11-20T00:00:00Z' } },
    answers: handled,
    problems: [],
    executes: executing(DropMessages),
  },
];
