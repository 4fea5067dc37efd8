import { basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import { ProveRegisteredPhone } from '../../contract/commands/prove-registered-phone.js';
import { ActivationProgress } from '../../contract/read-models/activation-progress.js';
import { examplePending } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const proveRegisteredPhoneOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/activation/phone',
  operationId: 'proveRegisteredPhone',
  tag: 'Registration',
  summary: 'Verify a registration’s phone with the code from the SMS',
  description:
    'For applications that require a verified phone as well as a mailbox. Takes the password with HTTP Basic (email:password, UTF-8) and the code from the SMS, which has 6 digits, is valid for five minutes and allows three tries. The account is active after both codes, in any order.',
  security: 'basic',
  body: { schema: ProveRegisteredPhone, fields: ['code'], example: { code: '004217' } },
  answers: {
    200: {
      description: 'The phone is verified: the account is active, or `missing` lists what must still be verified',
      schema: ActivationProgress,
      example: { ...examplePending, phoneVerified: true, missing: ['email'] },
    },
  },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['phone-not-required'],
    problems['phone-already-verified'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(ProveRegisteredPhone, {
    fields: (call) => ({ ...call.body, ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};
