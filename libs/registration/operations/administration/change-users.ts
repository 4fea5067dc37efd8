import type { CommandBus, Refusal, Result } from '@gatehouse/kernel';
import {
  answerResult,
  commandFrom,
  type Operation,
  type OperationAnswer,
  ProblemError,
} from '@gatehouse/platform/edge';
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
} as const;

/** To administrators who do it to themselves. */
const FORGETS = { 'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended' };

export const changeUsersOperations = (bus: CommandBus): readonly Operation[] => [
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
    handle: async ({ params, body, context }) => {
      const command = commandFrom(SuspendUser, { ...body, userId: userIn(params) });
      return administeredAnswer(await bus.execute(command, context), { status: 204 });
    },
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
    handle: async ({ params, context }) => {
      const command = commandFrom(ResumeUser, { userId: userIn(params) });
      return administeredAnswer(await bus.execute(command, context), { status: 204 });
    },
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
    handle: async ({ params, context }) => {
      const command = commandFrom(ResendActivationCodeTo, { userId: userIn(params) });
      return administeredAnswer(await bus.execute(command, context), { status: 202 });
    },
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
    handle: async ({ params, context }) => {
      const command = commandFrom(EraseUser, { userId: userIn(params) });
      return administeredAnswer(await bus.execute(command, context), { status: 204 });
    },
  },
];

/** Refusals in the words of those who look after accounts. */
function administeredAnswer(result: Result<unknown, Refusal>, answer: OperationAnswer): OperationAnswer {
  if (!result.ok && result.error.code === 'account-unknown') throw new ProblemError(problems['user-unknown']);
  if (!result.ok && result.error.code === 'activation-required') throw new ProblemError(problems['user-pending']);
  return answerResult(result, () => answer);
}
