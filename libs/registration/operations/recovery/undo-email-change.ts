import { executing, type Operation } from '@gatehouse/platform/edge';
import { UndoEmailChange } from '../../contract/commands/undo-email-change.js';
import { registrationProblems as problems } from '../problems.js';

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
    204: {
      description: 'The previous address has been restored',
      optionalHeaders: {
        'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended',
      },
    },
  },
  problems: [problems['former-email-taken'], problems['undo-over']],
  executes: executing(UndoEmailChange),
  bus: { durable: false },
};
