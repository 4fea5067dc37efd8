import { type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type Operation, parametersIn } from '@gatehouse/platform/edge';
import { FindTimeline } from '../../contract/queries/find-timeline.js';
import { FindUser, FindUsers, FindUsersOfAddress } from '../../contract/queries/find-users.js';
import { Timeline, UserPage, UserRecord, UsersOfAddress } from '../../contract/read-models/user-record.js';
import { registrationProblems as problems } from '../problems.js';
import { exampleTimelineEntry, exampleUserRecord } from './examples.js';
import { searchUsersOperation } from './search-users.js';
import { userIn } from './user-in.js';

const common = { tag: 'Administration', security: 'administration', scope: 'users:read' } as const;

export const readUsersOperations = (queries: QueryBus): readonly Operation[] => [
  searchUsersOperation(queries),
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users',
    operationId: 'listUsers',
    summary: 'List the application’s people',
    description: 'Newest first, filtered by state and time of sign-up.',
    query: FindUsers,
    answers: {
      200: {
        description: 'A page of results',
        schema: UserPage,
        example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
      },
    },
    problems: [],
    handle: async ({ query, context }) =>
      answerResult(await queries.ask(parametersIn(FindUsers, query), context), (page) => ({ status: 200, body: page })),
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    path: '/v1/admin/users/lookup',
    operationId: 'lookUpUsers',
    summary: 'Look up people by email address',
    description:
      'The account with this address and its unverified registrations, at most 50. The address is in the body, because proxies log URLs.',
    body: { schema: FindUsersOfAddress, example: { email: 'ada@example.com' } },
    answers: {
      200: { description: 'All of them', schema: UsersOfAddress, example: { users: [exampleUserRecord] } },
    },
    problems: [],
    handle: async ({ body, context }) =>
      answerResult(await queries.ask(queryWith(FindUsersOfAddress, body), context), (found) => ({
        status: 200,
        body: found,
      })),
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users/{id}',
    params: { id: 'The account’s id' },
    operationId: 'getUser',
    summary: 'Read one of the application’s people',
    answers: { 200: { description: 'The account', schema: UserRecord, example: exampleUserRecord } },
    problems: [problems['user-unknown']],
    handle: async ({ params, context }) => {
      const query = queryWith(FindUser, { userId: userIn(params) });
      return answerResult(await queries.ask(query, context), (user) => ({ status: 200, body: user }));
    },
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users/{id}/timeline',
    params: { id: 'The account’s id' },
    operationId: 'getTimeline',
    summary: 'Read an account’s timeline',
    description: 'Its events, latest first, with the messages they caused.',
    query: FindTimeline,
    queryFields: ['after', 'limit'],
    answers: {
      200: {
        description: 'A page of it',
        schema: Timeline,
        example: { entries: [exampleTimelineEntry], nextAfter: null },
      },
    },
    problems: [problems['user-unknown']],
    handle: async ({ params, query, context }) => {
      const wanted = Object.assign(parametersIn(FindTimeline, query), { userId: userIn(params) });
      return answerResult(await queries.ask(wanted, context), (page) => ({ status: 200, body: page }));
    },
  },
];
