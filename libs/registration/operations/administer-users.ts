import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { ResendActivationCodeTo } from '../contract/commands/sign-up.js';
import { EraseUser, ResumeUser, SuspendUser } from '../contract/commands/standing.js';
import {
  FindCodesOfUser,
  FindTimeline,
  FindUser,
  FindUsers,
  FindUsersOfAddress,
  SearchUsers,
} from '../contract/queries/find-users.js';
import { UserCodes } from '../contract/read-models/user-codes.js';
import { Timeline, UserPage, UserRecord, UsersOfAddress } from '../contract/read-models/user-record.js';
import { clearedCookie, exampleTimelineEntry, exampleUserCode, exampleUserRecord } from './examples.js';
import { registrationProblems as problems } from './problems.js';

const pageOfPeople = {
  description: 'A page of results',
  schema: UserPage,
  example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
};

const reading = { tag: 'Administration', security: 'administration', scope: 'users:read' } as const;

export const readUsersOperations: readonly Operation[] = [
  {
    ...reading,
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    path: '/v1/admin/users/search',
    operationId: 'searchUsers',
    summary: 'Search people',
    description:
      'By part of the address, a name or the phone; newest first. Case and accents are ignored. The search text is in the body, because proxies log URLs.',
    body: { schema: SearchUsers, example: { text: 'lovelace' } },
    answers: { 200: pageOfPeople },
    problems: [],
    asks: asking(SearchUsers),
    bus: { durable: false },
  },
  {
    ...reading,
    method: 'get',
    path: '/v1/admin/users',
    operationId: 'listUsers',
    summary: 'List the application’s people',
    description: 'Newest first, filtered by state and time of sign-up.',
    query: FindUsers,
    answers: { 200: pageOfPeople },
    problems: [],
    asks: asking(FindUsers),
    bus: { durable: false },
  },
  {
    ...reading,
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
    asks: asking(FindUsersOfAddress),
    bus: { durable: false },
  },
  {
    ...reading,
    method: 'get',
    path: '/v1/admin/users/{id}',
    params: { id: 'The account’s id' },
    operationId: 'getUser',
    summary: 'Read one of the application’s people',
    answers: { 200: { description: 'The account', schema: UserRecord, example: exampleUserRecord } },
    problems: [problems['user-unknown']],
    asks: asking(FindUser, { fromPath: (params) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...reading,
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
    asks: asking(FindTimeline, { fromPath: (params) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...reading,
    method: 'get',
    path: '/v1/admin/users/{id}/codes',
    params: { id: 'The account’s id' },
    operationId: 'listCodesOfUser',
    summary: 'List an account’s codes',
    description: 'The latest first, with the state of each. Digits are never stored or shown.',
    answers: { 200: { description: 'The codes', schema: UserCodes, example: { codes: [exampleUserCode] } } },
    problems: [problems['user-unknown']],
    asks: asking(FindCodesOfUser, { fromPath: (params) => ({ userId: userIn(params) }) }),
  },
];

const changing = {
  tag: 'Administration',
  security: 'administration',
  scope: 'users:write',
  params: { id: 'The account’s id' },
  /** As administrators read them. */
  inOtherWords: { 'account-unknown': problems['user-unknown'], 'activation-required': problems['user-pending'] },
} as const;

export const changeUsersOperations: readonly Operation[] = [
  {
    ...changing,
    method: 'put',
    path: '/v1/admin/users/{id}/suspension',
    operationId: 'suspendUser',
    summary: 'Suspend an account',
    description: 'Sign-in is refused until it is resumed, and its sessions end. A repeated call changes nothing.',
    body: { schema: SuspendUser, fields: ['reason'], example: { reason: 'Chargebacks' } },
    endsSessions: true,
    answers: { 204: { description: 'The account is suspended', optionalHeaders: clearedCookie } },
    problems: [problems['user-unknown'], problems['user-pending']],
    executes: executing(SuspendUser, { fields: ({ params, body }) => ({ ...body, userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...changing,
    method: 'delete',
    path: '/v1/admin/users/{id}/suspension',
    operationId: 'resumeUser',
    summary: 'Resume a suspended account',
    description: 'The person can sign in again with the same password; ended sessions stay ended.',
    answers: { 204: { description: 'It is active' } },
    problems: [problems['user-unknown'], problems['user-pending']],
    executes: executing(ResumeUser, { fields: ({ params }) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...changing,
    scope: 'codes:send',
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/users/{id}/activation/code',
    operationId: 'resendActivationCodeTo',
    summary: 'Send another activation code',
    description: 'For pending registrations, within the limits on messages to the address.',
    answers: { 202: { description: 'The message will be sent' } },
    problems: [problems['user-unknown'], problems['already-active']],
    executes: executing(ResendActivationCodeTo, { fields: ({ params }) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...changing,
    method: 'delete',
    path: '/v1/admin/users/{id}',
    operationId: 'eraseUser',
    summary: 'Erase a person permanently',
    description:
      'Works in every state of the account. Only its id and times are left. A repeated call changes nothing.',
    endsSessions: true,
    answers: { 204: { description: 'The person has been erased', optionalHeaders: clearedCookie } },
    problems: [problems['user-unknown']],
    executes: executing(EraseUser, { fields: ({ params }) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
];

/** The user of the path. */
const userIn = ({ id }: Readonly<Record<string, string>>): string => idInPath(id, problems['user-unknown']);
