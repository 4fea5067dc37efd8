import { basic, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';

const SIGN_IN = 'POST /v1/sessions';
const REFRESH = 'POST /v1/sessions/refresh';

export const sessionRefusals: readonly Refusal[] = [
  refusal(SIGN_IN, 401, 'credentials-invalid', (stage) => stage.signIn(somebody())),
  refusal(SIGN_IN, 400, 'credentials-ambiguous', ({ api }) =>
    api.http.post('/v1/sessions').set('Authorization', basic(somebody())).send(somebody()),
  ),
  refusal(SIGN_IN, 403, 'activation-required', async (stage) => stage.signIn(await stage.pendingSomebody())),
  refusal(SIGN_IN, 403, 'account-suspended', async (stage) => stage.signIn(await stage.suspendedSomebody())),
  refusal(SIGN_IN, 429, 'throttled', async (stage) => {
    const ada = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await stage.signIn(ada);
    return stage.signIn(ada);
  }),
  refusal(SIGN_IN, 403, 'origin-not-allowed', async (stage) =>
    stage.api.http.post('/v1/sessions').send({ ...(await stage.activeSomebody()), cookie: true }),
  ),
  refusal(REFRESH, 401, 'refresh-token-invalid', ({ api }) =>
    api.http.post('/v1/sessions/refresh').send({ refreshToken: 'A'.repeat(86) }),
  ),
  refusal(REFRESH, 403, 'account-suspended', async (stage) => {
    const { refreshToken } = await stage.suspendedTokens();
    return stage.api.http.post('/v1/sessions/refresh').send({ refreshToken });
  }),
  refusal(REFRESH, 403, 'origin-not-allowed', ({ api }) =>
    api.http.post('/v1/sessions/refresh').send({ cookie: true }),
  ),
  refusal(REFRESH, 403, 'csrf-token-invalid', async (stage) => {
    const { refreshToken } = await stage.tokensOf(await stage.activeSomebody());
    const browser = { 'Sec-Fetch-Site': 'same-origin', Cookie: `gatehouse-refresh=${refreshToken}` };
    return stage.api.http.post('/v1/sessions/refresh').set(browser).send({ cookie: true });
  }),
  refusal(REFRESH, 400, 'credentials-ambiguous', ({ api }) =>
    api.http.post('/v1/sessions/refresh').send({ cookie: true, refreshToken: 'x' }),
  ),
  refusal('DELETE /v1/sessions/{id}', 404, 'session-unknown', async (stage) => {
    const { accessToken } = await stage.tokensOf(await stage.activeSomebody());
    return stage.as(accessToken, 'delete', '/v1/sessions/01a1fd8e-eb10-75a1-8d47-61bb163bd468');
  }),
];
