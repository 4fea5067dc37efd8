import type { CommandBus } from '@gatehouse/kernel';
import { commandFrom, type Operation } from '@gatehouse/platform/edge';
import { ChangePassword } from '../../contract/commands/change-password.js';
import { registrationProblems as problems } from '../problems.js';
import { ownAnswer } from './own-answer.js';

export const changePasswordOperation = (bus: CommandBus): Operation => ({
  method: 'put',
  path: '/v1/users/me/password',
  operationId: 'changeMyPassword',
  tag: 'Profile',
  summary: 'Change the password',
  description:
    'Requires the current password; wrong ones count as at sign-in. All other sessions of the account end; the current one continues.',
  security: 'bearer',
  body: {
    schema: ChangePassword,
    example: { currentPassword: 'nine seven lanterns', newPassword: 'eleven quiet harbours' },
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
  problems: [problems['password-wrong'], problems['account-suspended']],
  handle: async ({ body, context }) =>
    ownAnswer(await bus.execute(commandFrom(ChangePassword, body), context), () => ({ status: 204 })),
});
