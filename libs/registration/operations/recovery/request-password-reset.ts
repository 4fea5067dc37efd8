import { executing, type Operation } from '@gatehouse/platform/edge';
import { RequestPasswordReset } from '../../contract/commands/request-password-reset.js';

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
