import { randomUUID } from 'node:crypto';
import { REGISTRATION } from '@gatehouse/registration';
import { basic, somebody } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import { type Attempt, type CutCommand, cut, outcomeOf, WRONG_PASSWORD } from './attempt.js';

const NEXT = 'eleven quiet harbours';
type Method = 'post' | 'put' | 'patch' | 'delete';

/** With a key of its own, where the operation takes one. */
const keyed = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Attempt => {
  const key = randomUUID();
  return (api) => outcomeOf(api.http.post(path).set(headers).set('Idempotency-Key', key).send(body));
};
const bearing =
  (token: string, method: Method, path: string, body?: object): Attempt =>
  (api) =>
    outcomeOf(api.http[method](path).auth(token, { type: 'bearer' }).send(body));
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Somebody to whose new mailbox a code was sent. */
async function movingSomebody(stage: Stage) {
  const one = await stage.admin.someone('user');
  const body = { newEmail: somebody().email, currentPassword: one.person.password };
  await stage.as(one.token, 'post', '/v1/users/me/email').send(body).expect(202);
  return { ...one, code: await stage.api.deliver(one.id) };
}

/** Somebody who was sent a code by SMS: anyone who is the first of a range of numbers leaves a trace more. */
async function texted(stage: Stage) {
  const one = await stage.admin.someone('user');
  await stage.as(one.token, 'post', '/v1/users/me/phone/code').send({ phone: stage.nextPhone() }).expect(202);
  return one;
}

export const accounts: readonly CutCommand[] = [
  cut('sign-up', async () => keyed('/v1/users', somebody())),
  cut(
    'activation',
    async (stage) => {
      const person = somebody();
      const code = await stage.api.deliver(await stage.api.register(person));
      return (api) => outcomeOf(api.activate(person, code));
    },
    { again: '409 already-active' },
  ),
  cut(
    'feedback',
    async (stage) => {
      const id = await stage.api.activated(somebody(), 'asking');
      const body = { token: stage.api.container.get(REGISTRATION.feedbackTokens).of(id), ease: 5, text: 'Easy' };
      return (api) => outcomeOf(api.http.post('/v1/feedback').set('Gatehouse-Application', 'asking').send(body));
    },
    { again: '410 feedback-closed' },
  ),
  cut('another activation code', async (stage) => {
    const { email } = await stage.pendingSomebody();
    await stage.db.advance(31_000);
    return keyed('/v1/users/activation/code', { email });
  }),
  cut(
    'proof of a registered phone',
    async (stage) => {
      const { person, texted } = await stage.phoneSomebody();
      const headers = { Authorization: basic(person), 'Gatehouse-Application': 'phones' };
      return (api) => outcomeOf(api.http.post('/v1/users/activation/phone').set(headers).send({ code: texted }));
    },
    { again: '409 phone-already-verified' },
  ),
  cut('another code for a registered phone', async (stage) => {
    const { person } = await stage.phoneSomebody();
    await stage.db.advance(31_000);
    const headers = { Authorization: basic(person), 'Gatehouse-Application': 'phones' };
    return keyed('/v1/users/activation/phone/code', {}, headers);
  }),
  cut('sign-in', async (stage) => keyed('/v1/sessions', await stage.activeSomebody())),
  cut('refresh', async (stage) => {
    const { refreshToken } = await stage.tokensOf(await stage.activeSomebody());
    return (api) => outcomeOf(api.http.post('/v1/sessions/refresh').send({ refreshToken }));
  }),
  cut(
    'sign-out',
    async (stage) => {
      const { accessToken } = await stage.tokensOf(await stage.activeSomebody());
      return bearing(accessToken, 'delete', '/v1/sessions/current');
    },
    { again: '401 token-invalid' },
  ),
  cut('change of a profile', async (stage) => {
    const { token } = await stage.admin.someone('user');
    return bearing(token, 'patch', '/v1/users/me', { name: 'Ada' });
  }),
  cut(
    'change of a password',
    async (stage) => {
      const { token, person } = await stage.admin.someone('user');
      const body = { currentPassword: person.password, newPassword: NEXT };
      return bearing(token, 'put', '/v1/users/me/password', body);
    },
    { again: '403 password-wrong', costs: WRONG_PASSWORD },
  ),
  cut('request of a reset', async (stage) => {
    const { email } = await stage.activeSomebody();
    await stage.db.advance(31_000);
    return keyed('/v1/password-resets', { email });
  }),
  cut(
    'reset of a password',
    async (stage) => {
      const { email } = await stage.activeSomebody();
      await stage.db.advance(31_000);
      await stage.api.http.post('/v1/password-resets').send({ email }).expect(202);
      const code = (await stage.api.deliverReset(email)) ?? '';
      return (api) =>
        outcomeOf(api.http.post('/v1/password-resets/confirmation').send({ email, code, newPassword: NEXT }));
    },
    { again: '422 code-invalid' },
  ),
  cut('change of an address', async (stage) => {
    const { token, person } = await stage.admin.someone('user');
    const body = { newEmail: somebody().email, currentPassword: person.password };
    return keyed('/v1/users/me/email', body, bearer(token));
  }),
  cut('one’s own address in other letters', async (stage) => {
    const { token, person } = await stage.admin.someone('user');
    const body = { newEmail: person.email.toUpperCase(), currentPassword: person.password };
    return keyed('/v1/users/me/email', body, bearer(token));
  }),
  cut(
    'proof of a new address',
    async (stage) => {
      const { token, code } = await movingSomebody(stage);
      return bearing(token, 'post', '/v1/users/me/email/verification', { code });
    },
    { again: '422 code-invalid' },
  ),
  cut(
    'undoing a change of address',
    async (stage) => {
      const { id, token, code } = await movingSomebody(stage);
      await stage.as(token, 'post', '/v1/users/me/email/verification').send({ code }).expect(200);
      const [row] = await stage.db.sql<{ id: string }[]>`select id from gatehouse.email_changes where user_id = ${id}`;
      const undo = await stage.api.container.get(REGISTRATION.undoTokens).of(row?.id ?? '');
      return (api) => outcomeOf(api.http.post('/v1/users/email-undo').send({ token: undo }));
    },
    { again: '410 undo-over' },
  ),
  cut('a code by SMS', async (stage) => {
    const { token } = await stage.admin.someone('user');
    await texted(stage);
    return keyed('/v1/users/me/phone/code', { phone: stage.nextPhone() }, bearer(token));
  }),
  cut(
    'proof of a phone',
    async (stage) => {
      const { id, token } = await texted(stage);
      return bearing(token, 'post', '/v1/users/me/phone/verification', { code: await stage.api.deliver(id) });
    },
    { again: '422 code-invalid' },
  ),
  cut(
    'erasure of one’s own account',
    async (stage) => {
      const person = await stage.activeSomebody();
      return (api) => outcomeOf(api.http.delete('/v1/users/me').set('Authorization', basic(person)));
    },
    { again: '401 credentials-invalid', costs: WRONG_PASSWORD },
  ),
];
