import { executing, type Operation } from '@gatehouse/platform/edge';
import { VerifyNewEmail } from '../../contract/commands/verify-new-email.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const verifyNewEmailOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/me/email/verification',
  operationId: 'verifyNewEmail',
  tag: 'Profile',
  summary: 'Change the address with the code from its mailbox',
  description:
    'The account gets the new address; sessions and password stay. The former address gets a link that can undo the change for 72 hours. Each code allows three tries.',
  security: 'bearer',
  body: { schema: VerifyNewEmail, example: { code: '004217' } },
  answers: {
    200: {
      description: 'The address has been changed',
      schema: Profile,
      example: { ...exampleActive, email: 'ada.lovelace@example.com' },
    },
  },
  problems: [
    problems['account-suspended'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(VerifyNewEmail),
  bus: { durable: false },
};
