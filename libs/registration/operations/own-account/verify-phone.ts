import { executing, type Operation } from '@gatehouse/platform/edge';
import { VerifyPhone } from '../../contract/commands/verify-phone.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const verifyPhoneOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/me/phone/verification',
  operationId: 'verifyPhone',
  tag: 'Profile',
  summary: 'Verify the phone with the code from the SMS',
  description:
    'The number that the code was sent to becomes the profile’s verified phone. Each code allows three tries.',
  security: 'bearer',
  body: { schema: VerifyPhone, example: { code: '004217' } },
  answers: {
    200: {
      description: 'The phone has been verified',
      schema: Profile,
      example: { ...exampleActive, phoneVerified: true },
    },
  },
  problems: [
    problems['account-suspended'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(VerifyPhone),
  bus: { durable: false },
};
