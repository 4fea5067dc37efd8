import { otherThan, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';
import type { Stage } from './stage.js';

const ASK = 'POST /v1/password-resets';
const CONFIRM = 'POST /v1/password-resets/confirmation';
const NEXT = 'eleven quiet harbours';

const ask = ({ api }: Stage, email: string) => api.http.post('/v1/password-resets').send({ email });
const confirm = ({ api }: Stage, email: string, code: string) =>
  api.http.post('/v1/password-resets/confirmation').send({ email, code, newPassword: NEXT });

/** Somebody who was sent a reset code. */
async function forgetfulSomebody(stage: Stage): Promise<{ email: string; code: string }> {
  const { email } = await stage.activeSomebody();
  // The mail of the sign-up has just gone out.
  await stage.db.advance(30_000);
  await ask(stage, email);
  return { email, code: (await stage.api.deliverReset(email)) ?? '' };
}

export const passwordResetRefusals: readonly Refusal[] = [
  refusal(ASK, 429, 'throttled', async (stage) => {
    const { email } = somebody();
    await ask(stage, email);
    return ask(stage, email);
  }),
  refusal(CONFIRM, 422, 'code-invalid', async (stage) => {
    const { email, code } = await forgetfulSomebody(stage);
    return confirm(stage, email, otherThan(code));
  }),
  refusal(CONFIRM, 429, 'tries-exhausted', async (stage) => {
    const { email, code } = await forgetfulSomebody(stage);
    for (let attempt = 1; attempt <= 3; attempt++) await confirm(stage, email, otherThan(code));
    return confirm(stage, email, code);
  }),
  refusal(CONFIRM, 410, 'code-expired', async (stage) => {
    const { email, code } = await forgetfulSomebody(stage);
    await stage.db.advance(601_000);
    return confirm(stage, email, code);
  }),
  refusal(CONFIRM, 429, 'throttled', async (stage) => {
    const { email } = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await confirm(stage, email, '00000000');
    return confirm(stage, email, '00000000');
  }),
];
