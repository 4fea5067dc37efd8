import type { CommandBus } from '@gatehouse/kernel';
import { commandFrom, type Operation } from '@gatehouse/platform/edge';
import { RequestEmailChange } from '../../contract/commands/request-email-change.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';
import { ownAnswer } from './own-answer.js';

export const requestEmailChangeOperation = (bus: CommandBus): Operation => ({
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/me/email',
  operationId: 'requestEmailChange',
  tag: 'Profile',
  summary: 'Ask for another address',
  description:
    'Sends a code of 6 digits, which lives for five minutes, to the new address; the account keeps its own until the code is typed in. The present address is told at once. The account’s own address in other letters, such as `Ada@` for `ada@`, is the same mailbox: it is shown so at once, and no code is sent. Always answers 202. A code for another address voids earlier ones, and so does another password. At most one message in 30 seconds, 5 an hour and 10 a day to one address, and each account 2 and 3 beyond that.',
  security: 'bearer',
  body: {
    schema: RequestEmailChange,
    example: { newEmail: 'ada.lovelace@example.com', currentPassword: 'nine seven lanterns' },
  },
  answers: {
    200: {
      description: 'The account’s own address, shown from now on as it was typed',
      schema: Profile,
      example: { ...exampleActive, email: 'Ada@example.com' },
    },
    202: { description: 'If the address is free, a code is on its way' },
  },
  problems: [problems['password-wrong'], problems['account-suspended'], problems['email-unchanged']],
  handle: async ({ body, context }) =>
    ownAnswer(await bus.execute(commandFrom(RequestEmailChange, body), context), (profile) =>
      profile ? { status: 200, body: profile } : { status: 202 },
    ),
});
