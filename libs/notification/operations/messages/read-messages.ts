import { type LookUps, USUAL_LIMIT } from '@gatehouse/kernel';
import { bodyFrom, commonProblems, type Operation, ProblemError, queryFrom } from '@gatehouse/platform/edge';
import { type FindUsers, notAnAddress } from '@gatehouse/registration/contract';
import type { FindMessages } from '../../contract/queries/find-messages.js';
import { AdministeredMessage, MessagePage } from '../../contract/read-models/administered-message.js';
import { exampleMessage } from '../examples.js';
import { notificationProblems as problems } from '../problems.js';
import { messageIn } from './message-in.js';
import { MessageLookup, MessagesQuery } from './message-queries.js';

/** Who has an address: the registration context knows. */
export type FindUsersOfAddress = Pick<FindUsers, 'ofAddress'>;

const common = { tag: 'Administration', security: 'administration', scope: 'messages:read' } as const;
const act = 'messages.looked-up';
const page = { schema: MessagePage, example: { messages: [exampleMessage], nextAfter: null } };

export const readMessagesOperations = (
  messages: FindMessages,
  users: FindUsersOfAddress,
  lookUps: LookUps,
): readonly Operation[] => [
  {
    ...common,
    method: 'get',
    path: '/v1/admin/messages',
    operationId: 'listMessages',
    summary: 'List the application’s mails and text messages',
    description: 'Newest first, each with its attempts and the provider’s answers.',
    query: MessagesQuery,
    answers: { 200: { description: 'A page of results', ...page } },
    problems: [],
    handle: async ({ query, context }) => {
      const { application } = context;
      const { userId, ...wanted } = queryFrom(MessagesQuery, query);
      const userIds = userId == null ? null : [userId];
      const found = await messages.search({ ...searchFor(wanted), application, userIds });
      const by = userIds === null ? 'list' : 'id';
      await lookUps.note({ act, by, userIds: userIds ?? found.messages.map((message) => message.userId) }, context);
      return { status: 200, body: found };
    },
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
    body: { schema: MessageLookup, example: { email: 'ada@example.com', state: 'dead-letter' } },
    answers: { 200: { description: 'A page of results', ...page } },
    problems: [],
    handle: async ({ body, context }) => {
      const { application } = context;
      const lookup = bodyFrom(MessageLookup, body);
      const found = await users.ofAddress({ application, email: lookup.email });
      if (!found) throw new ProblemError(commonProblems['validation-failed'], { errors: [notAnAddress] });
      const userIds = found.map(({ id }) => id);
      const answer = await messages.search({ ...searchFor(lookup), application, userIds });
      await lookUps.note({ act, by: 'address', userIds }, context);
      return { status: 200, body: answer };
    },
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
      const found = await messages.byId({ application: context.application, messageId: messageIn(params) });
      if (!found) throw new ProblemError(problems['message-unknown']);
      await lookUps.note({ act, by: 'id', userIds: [found.userId] }, context);
      return { status: 200, body: found };
    },
  },
];

const searchFor = (query: Omit<MessagesQuery, 'userId'>) => ({
  state: query.state ?? null,
  channel: query.channel ?? null,
  template: query.template ?? null,
  createdFrom: query.createdFrom ?? null,
  createdBefore: query.createdBefore ?? null,
  after: query.after ?? null,
  limit: query.limit ?? USUAL_LIMIT,
});
