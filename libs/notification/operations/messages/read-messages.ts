import { type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type Operation, parametersIn } from '@gatehouse/platform/edge';
import { FindMessage, FindMessages, FindMessagesOfAddress } from '../../contract/queries/find-messages.js';
import { AdministeredMessage, MessagePage } from '../../contract/read-models/administered-message.js';
import { exampleMessage } from '../examples.js';
import { notificationProblems as problems } from '../problems.js';
import { messageIn } from './message-in.js';

const common = { tag: 'Administration', security: 'administration', scope: 'messages:read' } as const;
const page = { schema: MessagePage, example: { messages: [exampleMessage], nextAfter: null } };

export const readMessagesOperations = (queries: QueryBus): readonly Operation[] => [
  {
    ...common,
    method: 'get',
    path: '/v1/admin/messages',
    operationId: 'listMessages',
    summary: 'List the application’s mails and text messages',
    description: 'Newest first, each with its attempts and the provider’s answers.',
    query: FindMessages,
    answers: { 200: { description: 'A page of results', ...page } },
    problems: [],
    handle: async ({ query, context }) =>
      answerResult(await queries.ask(parametersIn(FindMessages, query), context), (found) => ({
        status: 200,
        body: found,
      })),
  },
  {
    ...common,
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
    handle: async ({ body, context }) =>
      answerResult(await queries.ask(queryWith(FindMessagesOfAddress, body), context), (found) => ({
        status: 200,
        body: found,
      })),
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/messages/{id}',
    params: { id: 'The message’s id' },
    operationId: 'getMessage',
    summary: 'One message',
    answers: { 200: { description: 'The message', schema: AdministeredMessage, example: exampleMessage } },
    problems: [problems['message-unknown']],
    handle: async ({ params, context }) => {
      const query = queryWith(FindMessage, { messageId: messageIn(params) });
      return answerResult(await queries.ask(query, context), (message) => ({ status: 200, body: message }));
    },
  },
];
