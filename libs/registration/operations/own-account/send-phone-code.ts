import { executing, type Operation } from '@gatehouse/platform/edge';
import { SendPhoneCode } from '../../contract/commands/send-phone-code.js';
import { registrationProblems as problems } from '../problems.js';

export const sendPhoneCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/me/phone/code',
  operationId: 'sendPhoneCode',
  tag: 'Profile',
  summary: 'Send a code by SMS',
  description:
    'Sends it to the profile’s phone, or to the number in the body, which becomes the profile’s phone when its code is entered; until then nothing changes. The code has 6 digits and is valid for five minutes. A code for another number voids earlier ones. At most one message in 30 seconds, 5 an hour and 10 a day to one number; each account has a reserve of 2 an hour and 3 a day. Only countries and types of numbers that the application allows: mobile numbers by default.',
  security: 'bearer',
  body: { schema: SendPhoneCode, example: { phone: '+33612345678' } },
  answers: { 202: { description: 'The message will be sent' } },
  problems: [
    problems['account-suspended'],
    problems['phone-missing'],
    problems['phone-already-verified'],
    problems['phone-country-refused'],
    problems['phone-type-refused'],
  ],
  executes: executing(SendPhoneCode),
  bus: { durable: false },
};
