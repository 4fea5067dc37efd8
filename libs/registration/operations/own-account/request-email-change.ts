import { executing, type Operation } from '@gatehouse/platform/edge';
import { RequestEmailChange } from '../../contract/commands/request-email-change.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const requestEmailChangeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/me/email',
  operationId: 'requestEmailChange',
  tag: 'Profile',
  summary: 'Request a change of address',
  description:
    'Sends a code of 6 digits, valid for five minutes, to the new address; the account keeps its address until the code is entered. The current address is notified at once. If only case or script differs, such as `Ada@` for `ada@`, the mailbox is the same: the change takes effect at once with 200, and no code is sent. Otherwise the answer is 202, whether or not the address is taken. A code for another address voids earlier ones, and so does a new password. At most one message in 30 seconds, 5 an hour and 10 a day to one address; each account has a reserve of 2 an hour and 3 a day.',
  security: 'bearer',
  body: {
    schema: RequestEmailChange,
    example: { newEmail: 'ada.lovelace@example.com', currentPassword: 'nine seven lanterns' },
  },
  answers: {
    200: {
      description: 'The account’s own address, now shown as it was typed',
      schema: Profile,
      example: { ...exampleActive, email: 'Ada@example.com' },
    },
    202: { description: 'If the address is free, a code is on its way' },
  },
  problems: [problems['password-wrong'], problems['account-suspended'], problems['email-unchanged']],
  executes: executing(RequestEmailChange, { status: (profile) => (profile ? 200 : 202) }),
  bus: { durable: false, status: 202 },
};
