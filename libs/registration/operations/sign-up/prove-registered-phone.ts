import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, basicCredentials, commandFrom, type Operation } from '@gatehouse/platform/edge';
import { ProveRegisteredPhone } from '../../contract/commands/prove-registered-phone.js';
import { ActivationProgress } from '../../contract/read-models/activation-progress.js';
import { examplePending } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const proveRegisteredPhoneOperation = (bus: CommandBus): Operation => ({
  method: 'post',
  idempotency: { noKeyBecause: 'A code is used up once: a repetition is told so and changes nothing' },
  path: '/v1/users/activation/phone',
  operationId: 'proveRegisteredPhone',
  tag: 'Registration',
  summary: 'Prove the phone with the code from the SMS',
  description:
    'For registrations of applications that want the phone proven beside the mailbox. Proves the password with HTTP Basic (email:password, UTF-8) and the phone with the code, which has 6 digits, lives for five minutes and takes three tries. The account is active after both proofs, in any order.',
  security: 'basic',
  body: { schema: ProveRegisteredPhone, fields: ['code'], example: { code: '004217' } },
  answers: {
    200: {
      description: 'The phone is proven: the account is active, or `missing` tells what it waits for',
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
  handle: async (call) => {
    const credentials = basicCredentials(call, problems['credentials-invalid']);
    const result = await bus.execute(commandFrom(ProveRegisteredPhone, { ...call.body, ...credentials }), call.context);
    return answerResult(result, (progress) => ({ status: 200, body: progress }));
  },
});
