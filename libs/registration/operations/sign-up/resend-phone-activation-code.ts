import { basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import { ResendPhoneActivationCode } from '../../contract/commands/resend-phone-activation-code.js';
import { registrationProblems as problems } from '../problems.js';

export const resendPhoneActivationCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/activation/phone/code',
  operationId: 'resendPhoneActivationCode',
  tag: 'Registration',
  summary: 'Send another SMS code to the phone of a registration',
  description:
    'Takes the password with HTTP Basic (email:password, UTF-8) and no body. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one number; once the address is verified, 2 an hour and 3 a day more.',
  security: 'basic',
  // So that anyone who sends a number is told that it counts for nothing.
  body: { schema: ResendPhoneActivationCode, fields: [], optional: true, example: {} },
  answers: { 202: { description: 'The message will be sent' } },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['phone-not-required'],
    problems['phone-already-verified'],
    problems['phone-country-refused'],
    problems['phone-type-refused'],
  ],
  executes: executing(ResendPhoneActivationCode, {
    fields: (call) => ({ ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};
