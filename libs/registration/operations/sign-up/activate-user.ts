import { basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import { ActivateUser } from '../../contract/commands/activate-user.js';
import { ActivationProgress } from '../../contract/read-models/activation-progress.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const activateUserOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/activation',
  operationId: 'activateUser',
  tag: 'Registration',
  summary: 'Activate with the code from the mail',
  description:
    'Takes the password with HTTP Basic (email:password, UTF-8) and the code from the mailbox. By default the code is valid for one minute after the mail provider accepts the message. If the application requires a verified phone as well, the account is active after both codes, in any order: until then the profile is `pending`, and `missing` lists what must still be verified.',
  security: 'basic',
  body: { schema: ActivateUser, fields: ['code'], example: { code: '0417' } },
  answers: {
    200: {
      description: 'The account is active, or `missing` lists what must still be verified',
      schema: ActivationProgress,
      example: { ...exampleActive, missing: [] },
    },
  },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['email-already-verified'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(ActivateUser, {
    fields: (call) => ({ ...call.body, ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};
