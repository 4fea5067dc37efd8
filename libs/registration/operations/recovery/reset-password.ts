import { executing, type Operation } from '@gatehouse/platform/edge';
import { ResetPassword } from '../../contract/commands/reset-password.js';
import { registrationProblems as problems } from '../problems.js';

export const resetPasswordOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/password-resets/confirmation',
  operationId: 'resetPassword',
  tag: 'Password reset',
  summary: 'Set a new password with the code from the mail',
  description:
    'All sessions of the account end, and its owner is notified by mail. An address without an active account is answered as if the code were wrong. Each code allows three tries; wrong ones count and cause delays like wrong passwords at sign-in.',
  body: {
    schema: ResetPassword,
    example: { email: 'ada@example.com', code: '00428137', newPassword: 'eleven quiet harbours' },
  },
  endsSessions: true,
  answers: {
    204: {
      description: 'The password has been changed',
      optionalHeaders: {
        'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended',
      },
    },
  },
  problems: [problems['code-expired'], problems['code-invalid'], problems['tries-exhausted']],
  executes: executing(ResetPassword),
  bus: { durable: false },
};
