import { executing, type Operation } from '@gatehouse/platform/edge';
import { RequestPasswordReset, ResetPassword, UndoEmailChange } from '../contract/commands/recovery.js';
import { clearedCookie } from './examples.js';
import { registrationProblems as problems } from './problems.js';

export const requestPasswordResetOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/password-resets',
  operationId: 'requestPasswordReset',
  tag: 'Password reset',
  summary: 'Request a password reset',
  description:
    'Answers 202 whether or not the address is known. If it has an active account, a code of 8 digits is sent, valid for ten minutes. At most one reset in 30 seconds, regardless of other mails, and with all other messages 5 an hour and 10 a day to one address.',
  body: { schema: RequestPasswordReset, example: { email: 'ada@example.com' } },
  answers: { 202: { description: 'If the address has an active account, a code is on its way' } },
  problems: [],
  executes: executing(RequestPasswordReset),
  bus: { durable: true },
};

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
    204: { description: 'The password has been changed', optionalHeaders: clearedCookie },
  },
  problems: [problems['code-expired'], problems['code-invalid'], problems['tries-exhausted']],
  executes: executing(ResetPassword),
  bus: { durable: false },
};

export const undoEmailChangeOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A link works only once: a repeated request changes nothing' },
  path: '/v1/users/email-undo',
  operationId: 'undoEmailChange',
  tag: 'Profile',
  summary: 'Undo a change of address',
  description:
    'With the link sent to the former address: it works once, for 72 hours, regardless of later changes. The account gets its former address back, all sessions end, and the password no longer works: a password reset must follow.',
  body: {
    schema: UndoEmailChange,
    example: { token: 'AZpPPnwafT6bHy9vbQyKEQ9nJ7V6yQ0mB5c1hW3xkLr8sTzE2uFdGiKoPqRjNvYb' },
  },
  endsSessions: true,
  answers: {
    204: { description: 'The previous address has been restored', optionalHeaders: clearedCookie },
  },
  problems: [problems['former-email-taken'], problems['undo-over']],
  executes: executing(UndoEmailChange),
  bus: { durable: false },
};
