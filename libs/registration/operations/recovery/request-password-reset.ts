import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Operation } from '@gatehouse/platform/edge';
import { RequestPasswordReset } from '../../contract/commands/request-password-reset.js';

export const requestPasswordResetOperation = (bus: CommandBus): Operation => ({
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
  handle: async ({ body, context }) =>
    answerResult(await bus.execute(commandFrom(RequestPasswordReset, body), context), () => ({ status: 202 })),
});
