import { type LookUps, pageOf, USUAL_LIMIT } from '@gatehouse/kernel';
import { bodyFrom, commonProblems, type Operation, ProblemError, queryFrom } from '@gatehouse/platform/edge';
import { notAnAddress } from '../../contract/not-an-address.js';
import type { FindTimeline } from '../../contract/queries/find-timeline.js';
import type { FindUsers } from '../../contract/queries/find-users.js';
import { Timeline, UserPage, UserRecord, UsersOfAddress } from '../../contract/read-models/user-record.js';
import { registrationProblems as problems } from '../problems.js';
import { exampleTimelineEntry, exampleUserRecord } from './examples.js';
import { searchUsersOperation } from './search-users.js';
import { AddressLookup, TimelineQuery, UsersQuery } from './shapes.js';
import { userIn } from './user-in.js';

const common = { tag: 'Administration', security: 'administration', scope: 'users:read' } as const;
const act = 'users.looked-up';
const idsOf = (found: readonly UserRecord[]) => found.map(({ id }) => id);

export const readUsersOperations = (
  users: FindUsers,
  timeline: FindTimeline,
  lookUps: LookUps,
): readonly Operation[] => [
  searchUsersOperation(users, lookUps),
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users',
    operationId: 'listUsers',
    summary: 'List the application’s people',
    description: 'Newest first, filtered by state and time of sign-up.',
    query: UsersQuery,
    answers: {
      200: {
        description: 'A page of results',
        schema: UserPage,
        example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
      },
    },
    problems: [],
    handle: async ({ query, context }) => {
      const { application } = context;
      const {
        state = null,
        createdFrom = null,
        createdBefore = null,
        after = null,
        limit,
      } = queryFrom(UsersQuery, query);
      const wanted = { application, state, createdFrom, createdBefore, after };
      const page = await pageOf(
        limit ?? USUAL_LIMIT,
        (most) => users.search({ ...wanted, limit: most }),
        ({ id }) => id,
      );
      await lookUps.note({ act, by: 'list', userIds: idsOf(page.entries) }, context);
      return { status: 200, body: { users: page.entries, nextAfter: page.nextAfter } };
    },
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
    body: { schema: AddressLookup, example: { email: 'ada@example.com' } },
    answers: {
      200: { description: 'All of them', schema: UsersOfAddress, example: { users: [exampleUserRecord] } },
    },
    problems: [],
    handle: async ({ body, context }) => {
      const { email } = bodyFrom(AddressLookup, body);
      const found = await users.ofAddress({ application: context.application, email });
      if (!found) throw new ProblemError(commonProblems['validation-failed'], { errors: [notAnAddress] });
      await lookUps.note({ act, by: 'address', userIds: idsOf(found) }, context);
      return { status: 200, body: { users: found } };
    },
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
      const found = await users.byId({ application: context.application, userId: userIn(params) });
      if (!found) throw new ProblemError(problems['user-unknown']);
      await lookUps.note({ act, by: 'id', userIds: [found.id] }, context);
      return { status: 200, body: found };
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
    query: TimelineQuery,
    answers: {
      200: {
        description: 'A page of it',
        schema: Timeline,
        example: { entries: [exampleTimelineEntry], nextAfter: null },
      },
    },
    problems: [problems['user-unknown']],
    handle: async ({ params, query, context }) => {
      const { application } = context;
      const { after = null, limit } = queryFrom(TimelineQuery, query);
      const userId = userIn(params);
      if (!(await users.byId({ application, userId }))) throw new ProblemError(problems['user-unknown']);
      const page = await pageOf(
        limit ?? USUAL_LIMIT,
        (most) => timeline.execute({ application, userId, after, limit: most }),
        ({ position }) => position,
      );
      await lookUps.note({ act, by: 'timeline', userIds: [userId] }, context);
      return { status: 200, body: page };
    },
  },
];
