import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import {
  DeadLettersHandled,
  DropMessage,
  DropMessages,
  RetryMessage,
  RetryMessages,
} from '../contract/commands/dead-letters.js';
import {
  AdministeredMessage,
  FindMessage,
  FindMessageBacklog,
  FindMessages,
  FindMessagesOfAddress,
  MessageBacklog,
  MessagePage,
} from '../contract/queries/find-messages.js';
import { notificationProblems as problems } from './problems.js';

const writing = {
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
    ...writing,
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
    ...writing,
    ...ofOne,
    path: '/v1/admin/messages/{id}/drop',
    operationId: 'dropMessage',
    summary: 'Drop a dead letter',
    description: 'It is not sent and is no longer a dead letter. It remains a failed message.',
    answers: { 204: { description: 'It is dropped' } },
    executes: executing(DropMessage, { fields: ({ params }) => ({ messageId: messageIn(params) }) }),
  },
  {
    ...writing,
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
    ...writing,
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

const exampleMessage = {
  id: '019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11',
  channel: 'mail',
  template: 'activation-code',
  state: 'failed',
  attempts: 2,
  createdAt: '2026-11-21T09:00:00.000Z',
  notBefore: '2026-11-21T09:00:01.000Z',
  deadline: '2026-11-21T09:10:00.000Z',
  sentAt: null,
  failedAt: '2026-11-21T09:00:02.000Z',
  failure: 'refused',
  deferredAt: null,
  deliveredAt: null,
  bouncedAt: null,
  bounce: null,
  bounceReason: null,
  complainedAt: null,
  unsubscribedAt: null,
  provider: 'mailjet',
  providerMessageId: null,
  lastAnswer: 'http-400 send-0010',
  codeId: '019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11',
  noticeId: null,
  userId: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  recipient: 'ada@example.com',
  deadLetter: true,
  retries: 0,
  droppedAt: null,
  answers: [
    {
      attempt: 1,
      at: '2026-11-21T09:00:00.300Z',
      provider: 'mailjet',
      outcome: 'refused',
      answer: 'http-503',
      providerMessageId: null,
    },
    {
      attempt: 2,
      at: '2026-11-21T09:00:02.000Z',
      provider: 'mailjet',
      outcome: 'refused',
      answer: 'http-400 send-0010',
      providerMessageId: null,
    },
  ],
} as const;

const backlog: Operation = {
  method: 'get',
  path: '/v1/admin/statistics/messages',
  operationId: 'readMessageBacklog',
  tag: 'Administration',
  summary: 'Count waiting messages and dead letters',
  description: 'Contains no personal data.',
  security: 'administration',
  scope: 'statistics:read',
  answers: {
    200: {
      description: 'The counts',
      schema: MessageBacklog,
      example: { waiting: 3, oldestWaitingSince: '2026-11-21T09:00:00.000Z', deadLetters: 0, isPartial: false },
    },
  },
  problems: [],
  asks: asking(FindMessageBacklog),
};

const reading = { tag: 'Administration', security: 'administration', scope: 'messages:read' } as const;
const page = { schema: MessagePage, example: { messages: [exampleMessage], nextAfter: null } };

export const readMessagesOperations: readonly Operation[] = [
  backlog,
  {
    ...reading,
    method: 'get',
    path: '/v1/admin/messages',
    operationId: 'listMessages',
    summary: 'List the application’s mails and text messages',
    description: 'Newest first, each with its attempts and the provider’s answers.',
    query: FindMessages,
    answers: { 200: { description: 'A page of results', ...page } },
    problems: [],
    asks: asking(FindMessages),
    bus: { durable: false },
  },
  {
    ...reading,
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    path: '/v1/admin/messages/lookup',
    operationId: 'lookUpMessages',
    summary: 'Find messages by email address',
    description:
      'Messages for the account with this address and for its unverified registrations. The address is in the body, because proxies log URLs.',
    body: { schema: FindMessagesOfAddress, example: { email: 'ada@example.com', state: 'dead-letter' } },
    answers: { 200: { description: 'A page of results', ...page } },
    problems: [],
    asks: asking(FindMessagesOfAddress),
    bus: { durable: false },
  },
  {
    ...reading,
    method: 'get',
    path: '/v1/admin/messages/{id}',
    params: { id: 'The message’s id' },
    operationId: 'getMessage',
    summary: 'One message',
    answers: { 200: { description: 'The message', schema: AdministeredMessage, example: exampleMessage } },
    problems: [problems['message-unknown']],
    asks: asking(FindMessage, { fromPath: (params) => ({ messageId: messageIn(params) }) }),
    bus: { durable: false },
  },
];

/** The message of the path. */
const messageIn = ({ id }: Readonly<Record<string, string>>): string => idInPath(id, problems['message-unknown']);
