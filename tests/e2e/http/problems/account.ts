import type { Test } from 'supertest';
import { basic, otherThan, type Person, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';
import type { Stage } from './stage.js';

const NEXT = 'eleven quiet harbours';
const ERASE = 'DELETE /v1/users/me';
const PASSWORD = 'PUT /v1/users/me/password';
const PHONE_CODE = 'POST /v1/users/me/phone/code';
const PHONE_VERIFICATION = 'POST /v1/users/me/phone/verification';

/** Operations on one's own account: with a good body, and one of the wrong form. */
const changes = [
  ['patch', '/v1/users/me', { name: 'Ada' }, { name: 7 }],
  ['put', '/v1/users/me/password', { currentPassword: 'x', newPassword: NEXT }, { currentPassword: 7 }],
  ['post', '/v1/users/me/phone/code', { phone: '+33612345678' }, { phone: 7 }],
  ['post', '/v1/users/me/phone/verification', { code: '123456' }, { code: 7 }],
  ['post', '/v1/users/me/email', { newEmail: 'ada@example.com', currentPassword: 'x' }, { newEmail: 7 }],
  ['post', '/v1/users/me/email/verification', { code: '123456' }, { code: 7 }],
] as const;
const signedInOnly = [
  ['get', '/v1/users/me', 'GET /v1/users/me'],
  ['get', '/v1/users/me/export', 'GET /v1/users/me/export'],
  ['get', '/v1/sessions', 'GET /v1/sessions'],
  ['delete', '/v1/sessions/current', 'DELETE /v1/sessions/{id}'],
  ...changes.map(([method, path]) => [method, path, `${method.toUpperCase()} ${path}`] as const),
] as const;

const signedIn = async (stage: Stage): Promise<string> =>
  (await stage.tokensOf(await stage.activeSomebody())).accessToken;
const erase = ({ api }: Stage, person: Person): Test =>
  api.http.delete('/v1/users/me').set('Authorization', basic(person));
const suspended = async (stage: Stage): Promise<string> => (await stage.suspendedTokens()).accessToken;

/** Somebody to whom a code was sent by SMS. */
async function textedSomebody(stage: Stage): Promise<{ code: string; verify: (code: string) => Test }> {
  const ada = somebody();
  const userId = await stage.api.activated(ada);
  const { accessToken } = await stage.tokensOf(ada);
  const phone = stage.nextPhone();
  await stage.as(accessToken, 'post', '/v1/users/me/phone/code').send({ phone });
  const code = await stage.api.deliver(userId);
  return {
    code,
    verify: (typed) => stage.as(accessToken, 'post', '/v1/users/me/phone/verification').send({ code: typed }),
  };
}

export const accountRefusals: readonly Refusal[] = [
  ...signedInOnly.flatMap(([method, path, operation]) => [
    refusal(operation, 401, 'token-invalid', (stage) => stage.as('a.b.c', method, path)),
    refusal(operation, 400, 'application-unknown', ({ api }) =>
      api.http[method](path).set('Gatehouse-Application', 'nobodys'),
    ),
  ]),
  refusal('GET /v1/users/me', 403, 'account-suspended', async (stage) =>
    stage.as(await suspended(stage), 'get', '/v1/users/me'),
  ),
  refusal('GET /v1/users/me/export', 403, 'account-suspended', async (stage) =>
    stage.as(await suspended(stage), 'get', '/v1/users/me/export'),
  ),
  ...changes.flatMap(([method, path, good, bad]) => {
    const operation = `${method.toUpperCase()} ${path}`;
    return [
      refusal(operation, 403, 'account-suspended', async (stage) =>
        stage.as(await suspended(stage), method, path).send(good),
      ),
      refusal(operation, 422, 'validation-failed', async (stage) =>
        stage.as(await signedIn(stage), method, path).send(bad),
      ),
      refusal(operation, 422, 'field-unknown', async (stage) =>
        stage.as(await signedIn(stage), method, path).send({ ...good, email: 'ada@example.com' }),
      ),
      refusal(operation, 400, 'json-invalid', async (stage) =>
        stage
          .as(await signedIn(stage), method, path)
          .set('Content-Type', 'application/json')
          .send('{"name": "Ada", "name": "Eve"}'),
      ),
    ];
  }),

  refusal(ERASE, 401, 'credentials-invalid', (stage) => erase(stage, somebody())),
  refusal(ERASE, 403, 'account-suspended', async (stage) => erase(stage, await stage.suspendedSomebody())),
  refusal(ERASE, 429, 'throttled', async (stage) => {
    const ada = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await erase(stage, ada);
    return erase(stage, ada);
  }),

  refusal(PASSWORD, 403, 'password-wrong', async (stage) =>
    stage
      .as(await signedIn(stage), 'put', '/v1/users/me/password')
      .send({ currentPassword: 'not mine', newPassword: NEXT }),
  ),
  refusal(PASSWORD, 429, 'throttled', async (stage) => {
    const token = await signedIn(stage);
    const guess = () =>
      stage.as(token, 'put', '/v1/users/me/password').send({ currentPassword: 'not mine', newPassword: NEXT });
    for (let attempt = 1; attempt <= 6; attempt++) await guess();
    return guess();
  }),

  refusal(PHONE_CODE, 409, 'phone-missing', async (stage) =>
    stage.as(await signedIn(stage), 'post', '/v1/users/me/phone/code').send({}),
  ),
  refusal(PHONE_CODE, 422, 'phone-country-refused', async (stage) =>
    stage.as(await signedIn(stage), 'post', '/v1/users/me/phone/code').send({ phone: '+8801712345678' }),
  ),
  refusal(PHONE_CODE, 422, 'phone-type-refused', async (stage) =>
    stage.as(await signedIn(stage), 'post', '/v1/users/me/phone/code').send({ phone: '+33899123456' }),
  ),
  refusal(PHONE_CODE, 409, 'phone-already-verified', async (stage) => {
    const ada = somebody();
    const userId = await stage.api.activated(ada);
    await stage.db.sql`
      update gatehouse.users set phone = '+33612345678', phone_verified_at = gatehouse.now() where id = ${userId}`;
    const { accessToken } = await stage.tokensOf(ada);
    return stage.as(accessToken, 'post', '/v1/users/me/phone/code').send({});
  }),
  refusal(PHONE_CODE, 429, 'throttled', async (stage) => {
    const [token, phone] = [await signedIn(stage), stage.nextPhone()];
    const ask = () => stage.as(token, 'post', '/v1/users/me/phone/code').send({ phone });
    await ask();
    return ask();
  }),
  refusal(PHONE_VERIFICATION, 422, 'code-invalid', async (stage) => {
    const { code, verify } = await textedSomebody(stage);
    return verify(otherThan(code));
  }),
  refusal(PHONE_VERIFICATION, 429, 'tries-exhausted', async (stage) => {
    const { code, verify } = await textedSomebody(stage);
    for (let attempt = 1; attempt <= 3; attempt++) await verify(otherThan(code));
    return verify(code);
  }),
  refusal(PHONE_VERIFICATION, 410, 'code-expired', async (stage) => {
    const { code, verify } = await textedSomebody(stage);
    // The code's five minutes, within the ten that an access token has.
    await stage.db.advance(301_000);
    return verify(code);
  }),
];
