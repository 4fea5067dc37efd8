import { basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import { EraseOwnAccount } from '../../contract/commands/erase-own-account.js';
import { registrationProblems as problems } from '../problems.js';

export const eraseMyAccountOperation: Operation = {
  method: 'delete',
  path: '/v1/users/me',
  operationId: 'eraseMyAccount',
  tag: 'Profile',
  summary: 'Erase the account',
  description:
    'Requires the address and the password with HTTP Basic (email:password, UTF-8), signed in or not: an access token is not enough. For scripts of pages, a 401 has the challenge `X-Basic`, so that the browser shows no login dialog. When it answers, the person’s data is deleted, all sessions have ended, and the address is free. If no account has this password, pending registrations of the address with this password are erased. This cannot be undone.',
  security: 'basic',
  endsSessions: true,
  answers: {
    204: {
      description: 'The account has been erased',
      optionalHeaders: {
        'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended',
      },
    },
  },
  problems: [problems['credentials-invalid'], problems['account-suspended']],
  executes: executing(EraseOwnAccount, {
    fields: (call) => ({ ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};
