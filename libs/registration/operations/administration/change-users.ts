import { executing, type Operation } from '@gatehouse/platform/edge';
import { EraseUser } from '../../contract/commands/erase-user.js';
import { ResendActivationCodeTo } from '../../contract/commands/resend-activation-code-to.js';
import { ResumeUser } from '../../contract/commands/resume-user.js';
import { SuspendUser } from '../../contract/commands/suspend-user.js';
import { registrationProblems as problems } from '../problems.js';
import { userIn } from './user-in.js';

const common = {
  tag: 'Administration',
  security: 'administration',
  scope: 'users:write',
  params: { id: 'The account’s id' },
  /** For those who look after accounts. */
  inOtherWords: { 'account-unknown': problems['user-unknown'], 'activation-required': problems['user-pending'] },
} as const;

/** To administrators who do it to themselves. */
const FORGETS = { 'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended' };

export const changeUsersOperations: readonly Operation[] = [
  {
    ...common,
    method: 'put',
    path: '/v1/admin/users/{id}/suspension',
    operationId: 'suspendUser',
    summary: 'Suspend an account',
    description: 'Sign-in is refused until it is resumed, and its sessions end. A repeated call changes nothing.',
    body: { schema: SuspendUser, fields: ['reason'], example: { reason: 'Chargebacks' } },
    endsSessions: true,
    answers: { 204: { description: 'The account is suspended', optionalHeaders: FORGETS } },
    problems: [problems['user-unknown'], problems['user-pending']],
    executes: executing(SuspendUser, { fields: ({ params, body }) => ({ ...body, userId: userIn(params) }) }),
    bus: { durable: false },
  },
  {
    ...common,
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
    ...common,
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
    ...common,
    method: 'delete',
    path: '/v1/admin/users/{id}',
    operationId: 'eraseUser',
    summary: 'Erase a person permanently',
    description:
      'Works in every state of the account. Only its id and times are left. A repeated call changes nothing.',
    endsSessions: true,
    answers: { 204: { description: 'The person has been erased', optionalHeaders: FORGETS } },
    problems: [problems['user-unknown']],
    executes: executing(EraseUser, { fields: ({ params }) => ({ userId: userIn(params) }) }),
    bus: { durable: false },
  },
];
