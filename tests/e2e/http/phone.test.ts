import { ApiHarness, basic, otherThan, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const PHONE = '+33612345678';
const CODE = '/v1/users/me/phone/code';
const VERIFICATION = '/v1/users/me/phone/verification';

describe('verifying a phone, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let userId: string;
  let token: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });
  beforeEach(async () => {
    await db.sql`delete from gatehouse.throttles`;
    const person = somebody();
    userId = await api.activated(person);
    const session = await api.http.post('/v1/sessions').set('Authorization', basic(person));
    token = (session.body as { accessToken: string }).accessToken;
  });

  const post = async (path: string, body: object) => {
    const answer = await api.http.post(path).set('Authorization', `Bearer ${token}`).send(body);
    api.expectDocumented(`POST ${path}`, answer);
    return answer;
  };

  it('sends a code, and takes it', async () => {
    expect(await post(CODE, { phone: '+33 6 12 34 56 78' })).toMatchObject({ status: 202, text: '' });
    const code = await api.deliver(userId);
    expect(await post(VERIFICATION, { code })).toMatchObject({
      status: 200,
      body: { id: userId, phone: PHONE, phoneVerified: true },
    });
    const me = await api.http.get('/v1/users/me').set('Authorization', `Bearer ${token}`);
    expect(me.body).toMatchObject({ phone: PHONE, phoneVerified: true });
    expect(await post(CODE, {})).toMatchObject({ status: 409, body: { code: 'phone-already-verified' } });
  });

  it('says what is wrong with a phone', async () => {
    expect(await post(CODE, {})).toMatchObject({ status: 409, body: { code: 'phone-missing' } });
    expect(await post(CODE, { phone: '+8801712345678' })).toMatchObject({
      status: 422,
      body: { code: 'phone-country-refused' },
    });
    for (const phone of ['0612345678', '+', '', '+33612345678;ext=1', '+33 6 12 34 56 78 or so', '１２３']) {
      expect(await post(CODE, { phone })).toMatchObject({
        status: 422,
        body: { code: 'validation-failed', errors: [{ pointer: '/phone' }] },
      });
    }
    expect(await post(CODE, { phone: 33612345678 })).toMatchObject({ status: 422 });
    expect(await post(CODE, { phone: PHONE, userId })).toMatchObject({ status: 422, body: { code: 'field-unknown' } });
  });

  it('says what is wrong with a code', async () => {
    await post(CODE, { phone: PHONE });
    const code = await api.deliver(userId);
    for (const bad of ['', '12', '12345678901', 'abcdef', '12 34x']) {
      expect(await post(VERIFICATION, { code: bad })).toMatchObject({
        status: 422,
        body: { code: 'validation-failed', errors: [{ pointer: '/code' }] },
      });
    }
    expect(await post(VERIFICATION, { code: Number(code) })).toMatchObject({ status: 422 });
    expect(await post(VERIFICATION, {})).toMatchObject({ status: 422 });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await post(VERIFICATION, { code: otherThan(code) })).toMatchObject({
        status: 422,
        body: { code: 'code-invalid' },
      });
    }
    expect(await post(VERIFICATION, { code })).toMatchObject({ status: 429, body: { code: 'tries-exhausted' } });
  });

  it('answers 429 with Retry-After within the gap, and 410 to a code whose time is over', async () => {
    await post(CODE, { phone: PHONE });
    const soon = await post(CODE, { phone: PHONE });
    expect(soon).toMatchObject({ status: 429, body: { code: 'throttled' } });
    expect(Number(soon.headers['retry-after'])).toBeGreaterThan(0);
    const code = await api.deliver(userId);
    await db.sql`update gatehouse.activation_codes set expires_at = gatehouse.now() where purpose = 'phone'`;
    expect(await post(VERIFICATION, { code })).toMatchObject({ status: 410, body: { code: 'code-expired' } });
  });

  it.each([CODE, VERIFICATION])('asks for an access token: %s', async (path) => {
    const without = await api.http.post(path).send({ code: '123456' });
    api.expectDocumented(`POST ${path}`, without);
    expect(without).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    token = 'forged';
    expect(await post(path, { code: '123456' })).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
  });

  it('refuses suspended accounts', async () => {
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
    expect(await post(CODE, { phone: PHONE })).toMatchObject({ status: 403, body: { code: 'account-suspended' } });
    expect(await post(VERIFICATION, { code: '123456' })).toMatchObject({ status: 403 });
  });
});
