import { REGISTRATION } from '@gatehouse/registration';
import type { Test } from 'supertest';
import { otherThan, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';
import type { Stage } from './stage.js';

const ASK = 'POST /v1/users/me/email';
const VERIFY = 'POST /v1/users/me/email/verification';
const UNDO = 'POST /v1/users/email-undo';
const PATH = '/v1/users/me/email';

/** Somebody to whose new mailbox a code was sent. */
async function movingSomebody(stage: Stage) {
  const ada = somebody();
  const userId = await stage.api.activated(ada);
  const { accessToken } = await stage.tokensOf(ada);
  const ask = (newEmail: string, currentPassword = ada.password): Test =>
    stage.as(accessToken, 'post', PATH).send({ newEmail, currentPassword });
  await ask(somebody().email);
  const code = await stage.api.deliver(userId);
  const verify = (typed: string): Test => stage.as(accessToken, 'post', `${PATH}/verification`).send({ code: typed });
  return { ada, userId, ask, code, verify };
}

const undo = ({ api }: Stage, token: string): Test => api.http.post('/v1/users/email-undo').send({ token });

/** The token in the link that the former mailbox of somebody gets. */
async function undoToken(stage: Stage, userId: string): Promise<string> {
  const [row] = await stage.db.sql<{ id: string }[]>`select id from gatehouse.email_changes where user_id = ${userId}`;
  return stage.api.container.get(REGISTRATION.undoTokens).of(row?.id ?? '');
}

export const emailChangeRefusals: readonly Refusal[] = [
  refusal(ASK, 403, 'password-wrong', async (stage) =>
    (await movingSomebody(stage)).ask('other@example.com', 'not my password'),
  ),
  refusal(ASK, 409, 'email-unchanged', async (stage) => {
    const { ada, ask } = await movingSomebody(stage);
    return ask(ada.email);
  }),
  refusal(ASK, 429, 'throttled', async (stage) => {
    const [{ ask }, { email }] = [await movingSomebody(stage), somebody()];
    await ask(email);
    return ask(email);
  }),
  refusal(VERIFY, 422, 'code-invalid', async (stage) => {
    const { code, verify } = await movingSomebody(stage);
    return verify(otherThan(code));
  }),
  refusal(VERIFY, 429, 'tries-exhausted', async (stage) => {
    const { code, verify } = await movingSomebody(stage);
    for (let attempt = 1; attempt <= 3; attempt++) await verify(otherThan(code));
    return verify(code);
  }),
  refusal(VERIFY, 410, 'code-expired', async (stage) => {
    const { code, verify } = await movingSomebody(stage);
    await stage.db.advance(301_000);
    return verify(code);
  }),
  refusal(UNDO, 410, 'undo-over', (stage) => undo(stage, 'A'.repeat(64))),
  refusal(UNDO, 409, 'former-email-taken', async (stage) => {
    const { ada, userId, code, verify } = await movingSomebody(stage);
    await verify(code);
    await stage.db.advance(30_000);
    await stage.api.activated(ada);
    return undo(stage, await undoToken(stage, userId));
  }),
  refusal(UNDO, 422, 'validation-failed', (stage) => undo(stage, 'short')),
  refusal(UNDO, 422, 'field-unknown', ({ api }) =>
    api.http.post('/v1/users/email-undo').send({ token: 'A'.repeat(64), email: 'ada@example.com' }),
  ),
];
