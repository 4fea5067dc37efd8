import type { Gatehouse } from '@gatehouse/client';
import { document } from '../../support/api-document.js';
import { clientStage } from '../../support/client-stage.js';

const ADA = { email: 'ada@example.com', password: 'nine seven lanterns' };
const CODE = { ...ADA, code: '0417' };

/** Every method that posts. */
const calls: readonly ((gatehouse: Gatehouse) => Promise<unknown>)[] = [
  (gatehouse) => gatehouse.signUp(ADA),
  (gatehouse) => gatehouse.activate(CODE),
  (gatehouse) => gatehouse.resendCode(ADA.email),
  (gatehouse) => gatehouse.proveRegisteredPhone(CODE),
  (gatehouse) => gatehouse.resendPhoneCode(ADA),
  (gatehouse) => gatehouse.requestPasswordReset(ADA.email),
  (gatehouse) => gatehouse.resetPassword({ email: ADA.email, code: '00428137', newPassword: ADA.password }),
  (gatehouse) => gatehouse.undoEmailChange('token'),
  (gatehouse) => gatehouse.signIn(ADA),
  (gatehouse) => gatehouse.account.requestEmailChange({ newEmail: ADA.email, currentPassword: ADA.password }),
  (gatehouse) => gatehouse.account.verifyEmail('0417'),
  (gatehouse) => gatehouse.account.sendPhoneCode(),
  (gatehouse) => gatehouse.account.verifyPhone('0417'),
];

const parametersOf = (path: string): string => JSON.stringify(document.paths[path]?.['post']?.parameters);

describe('the client sends an Idempotency-Key where the document takes one, and nowhere else', () => {
  it.each(calls)('%s', async (call) => {
    const session = { accessToken: 'access', expiresAt: Infinity, refreshToken: null, csrfToken: null };
    const stage = clientStage(Response.json({}));
    await call(stage.client({ storage: { load: () => session, save: () => undefined } }));
    const [request] = stage.asked;
    expect(request?.method).toBe('POST');
    const isTaken = parametersOf(new URL(request?.url ?? '').pathname).includes('Idempotency');
    expect(request?.headers.has('Idempotency-Key')).toBe(isTaken);
  });
});
