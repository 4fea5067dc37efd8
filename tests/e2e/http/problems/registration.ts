import { otherThan, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';
import { TELLING } from './stage.js';

const SIGN_UP = 'POST /v1/users';
const ACTIVATE = 'POST /v1/users/activation';

export const registrationRefusals: readonly Refusal[] = [
  refusal('POST /v1/feedback', 410, 'feedback-closed', ({ api }) =>
    api.http.post('/v1/feedback').send({ token: 'A'.repeat(64), ease: 5 }),
  ),
  refusal(SIGN_UP, 409, 'email-taken', async ({ api }) => {
    const ada = somebody();
    await api.activated(ada, TELLING);
    return api.http.post('/v1/users').set('Gatehouse-Application', TELLING).send(ada);
  }),
  refusal(SIGN_UP, 429, 'throttled', async ({ api }) => {
    const ada = somebody();
    for (let message = 1; message <= 5; message++) await api.register(ada);
    return api.http.post('/v1/users').send(ada);
  }),
  refusal('POST /v1/users/activation/code', 429, 'throttled', async (stage) => {
    const { email } = await stage.pendingSomebody();
    return stage.api.http.post('/v1/users/activation/code').send({ email });
  }),
  refusal('GET /v1/users/{id}/activation', 404, 'not-found', ({ api }) =>
    api.http.get('/v1/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/activation'),
  ),
  refusal(ACTIVATE, 401, 'credentials-invalid', ({ api }) => api.activate(somebody(), '0000')),
  refusal(ACTIVATE, 409, 'already-active', async (stage) => stage.api.activate(await stage.activeSomebody(), '0000')),
  refusal(ACTIVATE, 403, 'account-suspended', async (stage) =>
    stage.api.activate(await stage.suspendedSomebody(), '0000'),
  ),
  refusal(ACTIVATE, 410, 'code-expired', async ({ api, db }) => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    await db.advance(60_000);
    return api.activate(ada, code);
  }),
  refusal(ACTIVATE, 422, 'code-invalid', async ({ api }) => {
    const ada = somebody();
    return api.activate(ada, otherThan(await api.deliver(await api.register(ada))));
  }),
  refusal(ACTIVATE, 429, 'tries-exhausted', async ({ api }) => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    for (let attempt = 1; attempt <= 3; attempt++) await api.activate(ada, otherThan(code));
    return api.activate(ada, code);
  }),
  refusal(ACTIVATE, 429, 'throttled', async ({ api }) => {
    const ada = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await api.activate(ada, '0000');
    return api.activate(ada, '0000');
  }),
];
