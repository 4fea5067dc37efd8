import { executing, type Operation } from '@gatehouse/platform/edge';
import { ChangePassword } from '../../contract/commands/change-password.js';
import { registrationProblems as problems } from '../problems.js';

export const changePasswordOperation: Operation = {
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
  executes: executing(ChangePassword),
  bus: { durable: false },
};
