import { commonProblems, ProblemError, queryFrom, type Route } from '@gatehouse/platform/http';
import { fieldErrors } from '@gatehouse/platform/validation';
import type { FindTimeline } from '../../../contract/queries/find-timeline.js';
import type { FindUsers } from '../../../contract/queries/find-users.js';
import { Timeline, UserPage, UserRecord, UsersOfAddress } from '../../../contract/read-models/user-record.js';
import { registrationProblems as problems } from '../problems.js';
import { exampleTimelineEntry, exampleUserRecord } from './examples.js';
import { AddressLookup, TimelineQuery, UsersQuery } from './shapes.js';
import { userIn } from './user-in.js';

const USUAL_LIMIT = 50;
const common = { tag: 'Administration', security: 'administration', scope: 'users:read' } as const;

export const readUsersRoutes = (users: FindUsers, timeline: FindTimeline): readonly Route[] => [
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users',
    operationId: 'listUsers',
    summary: 'The application’s people',
    description: 'The newest first, by state and time of sign-up.',
    query: UsersQuery,
    answers: {
      200: {
        description: 'A page of them',
        schema: UserPage,
        example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
      },
    },
    problems: [],
    handle: async ({ query, context: { application } }) => {
      const { state, createdFrom, createdBefore, after, limit } = queryFrom(UsersQuery, query);
      const most = limit ?? USUAL_LIMIT;
      const found = await users.search({
        application,
        state: state ?? null,
        createdFrom: createdFrom ?? null,
        createdBefore: createdBefore ?? null,
        after: after ?? null,
        limit: most + 1,
      });
      const page = found.slice(0, most);
      const nextAfter = found.length > most ? (page.at(-1)?.id ?? null) : null;
      return { status: 200, body: { users: page, nextAfter } };
    },
  },
  {
    ...common,
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    path: '/v1/admin/users/lookup',
    operationId: 'lookUpUsers',
    summary: 'Who has an address',
    description:
      'The account that owns it, and registrations that nobody has proven, 50 at most. The address is in the body, because proxies write URLs into their logs.',
    body: { schema: AddressLookup, example: { email: 'ada@example.com' } },
    answers: {
      200: { description: 'All of them', schema: UsersOfAddress, example: { users: [exampleUserRecord] } },
    },
    problems: [],
    handle: async ({ body, context: { application } }) => {
      const lookup = Object.assign(new AddressLookup(), body);
      const errors = fieldErrors(lookup);
      const unknown = errors.filter(({ code }) => code === 'field-unknown');
      if (unknown.length > 0) throw new ProblemError(commonProblems['field-unknown'], { errors: unknown });
      if (errors.length > 0) throw new ProblemError(commonProblems['validation-failed'], { errors });
      const found = await users.ofAddress({ application, email: lookup.email });
      if (!found) throw new ProblemError(commonProblems['validation-failed'], { errors: [notAnAddress] });
      return { status: 200, body: { users: found } };
    },
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users/{id}',
    params: { id: 'The account’s id' },
    operationId: 'getUser',
    summary: 'One of the application’s people',
    answers: { 200: { description: 'The account', schema: UserRecord, example: exampleUserRecord } },
    problems: [problems['user-unknown']],
    handle: async ({ params, context: { application } }) => {
      const found = await users.byId({ application, userId: userIn(params) });
      if (!found) throw new ProblemError(problems['user-unknown']);
      return { status: 200, body: found };
    },
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/users/{id}/timeline',
    params: { id: 'The account’s id' },
    operationId: 'getTimeline',
    summary: 'What happened to an account',
    description: 'Its events, the latest first, with the messages that they have caused.',
    query: TimelineQuery,
    answers: {
      200: {
        description: 'A page of it',
        schema: Timeline,
        example: { entries: [exampleTimelineEntry], nextAfter: null },
      },
    },
    problems: [problems['user-unknown']],
    handle: async ({ params, query, context: { application } }) => {
      const { after = null, limit } = queryFrom(TimelineQuery, query);
      const userId = userIn(params);
      const most = limit ?? USUAL_LIMIT;
      if (!(await users.byId({ application, userId }))) throw new ProblemError(problems['user-unknown']);
      const found = await timeline.execute({ application, userId, after, limit: most + 1 });
      const entries = found.slice(0, most);
      const nextAfter = found.length > most ? (entries.at(-1)?.position ?? null) : null;
      return { status: 200, body: { entries, nextAfter } };
    },
  },
];

const notAnAddress = {
  pointer: '/email',
  code: 'email-invalid',
  message: 'Must be an email address, such as ada@example.com',
};
