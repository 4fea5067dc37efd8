import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Operation } from '@gatehouse/platform/edge';
import { ResetPassword } from '../../contract/commands/reset-password.js';
import { registrationProblems as problems } from '../problems.js';

export const resetPasswordOperation = (bus: CommandBus): Operation => ({
  method: 'post',
  idempotency: { noKeyBecause: 'A code is used up once: a repetition is told so and changes nothing' },
  path: '/v1/password-resets/confirmation',
  operationId: 'resetPassword',
  tag: 'Password reset',
  summary: 'Choose a new password with the code from the mail',
  description:
    'All sessions of the account end, and its owner is told by mail. An address without an active account is answered as one whose code is wrong. A code takes three tries; wrong ones count and delay as passwords do at sign-in.',
  body: {
    schema: ResetPassword,
    example: { email: 'ada@example.com', code: '00428137', newPassword: 'eleven quiet harbours' },
  },
  endsSessions: true,
  answers: {
    204: {
      description: 'The password has been changed',
      optionalHeaders: {
        'Set-Cookie': 'Clears the session’s cookie, if the request carried it and the session is over',
      },
    },
  },
  problems: [problems['code-expired'], problems['code-invalid'], problems['tries-exhausted']],
  handle: async ({ body, context }) =>
    answerResult(await bus.execute(commandFrom(ResetPassword, body), context), () => ({ status: 204 })),
});
