import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, basicCredentials, commandFrom, type Operation } from '@gatehouse/platform/edge';
import { EraseOwnAccount } from '../../contract/commands/erase-own-account.js';
import { registrationProblems as problems } from '../problems.js';

export const eraseMyAccountOperation = (bus: CommandBus): Operation => ({
  method: 'delete',
  path: '/v1/users/me',
  operationId: 'eraseMyAccount',
  tag: 'Profile',
  summary: 'Erase the account',
  description:
    'Asks for the address and the password with HTTP Basic (email:password, UTF-8), whether signed in or not: an access token alone erases nobody. To a page’s script the 401 of a wrong password has the challenge `X-Basic`, so that the browser opens no login dialog. What the service holds of the person is gone once it has answered, all sessions are over, and the address is free. Where no account has this password, registrations of the address that wait for their code and have it are erased. It cannot be undone.',
  security: 'basic',
  endsSessions: true,
  answers: {
    204: {
      description: 'Nothing is left of the person',
      optionalHeaders: {
        'Set-Cookie': 'Clears the session’s cookie, if the request carried it and the session is over',
      },
    },
  },
  problems: [problems['credentials-invalid'], problems['account-suspended']],
  handle: async (call) => {
    const credentials = basicCredentials(call, problems['credentials-invalid']);
    const result = await bus.execute(commandFrom(EraseOwnAccount, { ...credentials }), call.context);
    return answerResult(result, () => ({ status: 204 }));
  },
});
