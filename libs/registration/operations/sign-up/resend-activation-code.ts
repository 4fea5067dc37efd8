import { executing, type Operation } from '@gatehouse/platform/edge';
import { ResendActivationCode } from '../../contract/commands/resend-activation-code.js';

export const resendActivationCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/activation/code',
  operationId: 'resendActivationCode',
  tag: 'Registration',
  summary: 'Send another activation code',
  description:
    'Answers 202 whether or not the address is known. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one address: beyond that, 429 with `Retry-After` for every address alike.',
  body: { schema: ResendActivationCode, example: { email: 'ada@example.com' } },
  answers: { 202: { description: 'If the address waits for activation, another code is on its way' } },
  problems: [],
  executes: executing(ResendActivationCode),
  bus: { durable: true },
};
