import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** What people have reported of other services, each tried from sign-up to sign-in. */
describe('what went wrong elsewhere', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const signsIn = async (person: Person) => {
    const byHeader = await api.http.post('/v1/sessions').set('Authorization', basic(person));
    const byBody = await api.http.post('/v1/sessions').send(person);
    return [byHeader.status, byBody.status];
  };

  it.each(['plus+tag', "o'brien", 'a=b', 'per%cent', '100&more', 'ampersand#'])(
    'an address with %s before the @ signs up, signs in and gets a new password',
    async (local) => {
      const { email, password } = somebody();
      const ada = { email: `${local}.${email}`, password };
      await api.activated(ada);
      expect(await signsIn(ada)).toEqual([201, 201]);
      await db.advance(60_000);
      expect((await api.http.post('/v1/password-resets').send({ email: ada.email })).status).toBe(202);
      const code = await api.deliverReset(ada.email);
      const reset = { email: ada.email, code, newPassword: 'eleven quiet harbours' };
      expect((await api.http.post('/v1/password-resets/confirmation').send(reset)).status).toBe(204);
      expect(await signsIn({ email: ada.email, password: reset.newPassword })).toEqual([201, 201]);
    },
  );

  it.each([
    ' leading space',
    'trailing space ',
    'with:colon inside',
    ':colon first',
    'ümläut €uro 日本',
    '\u00a0no-break\u00a0',
  ])('the password %j is kept as typed, and signs in either way', async (typed) => {
    const ada = { ...somebody(), password: `${typed} nine seven` };
    await api.activated(ada);
    expect(await signsIn(ada)).toEqual([201, 201]);
    if (ada.password !== ada.password.trim()) {
      expect(await signsIn({ ...ada, password: ada.password.trim() })).toEqual([401, 401]);
    }
  });

  it('an address in other letters is asked for another code, found, and signed in with', async () => {
    const ada = somebody();
    const loud = { ...ada, email: ada.email.toUpperCase() };
    const id = await api.register(ada);
    await db.advance(60_000);
    expect((await api.http.post('/v1/users/activation/code').send({ email: loud.email })).status).toBe(202);
    expect((await api.activate(loud, await api.deliver(id))).status).toBe(200);
    expect(await signsIn(loud)).toEqual([201, 201]);
    const { key } = await admin.keyOf();
    const found = await admin.call(key, 'post', '/v1/admin/users/lookup').send({ email: loud.email });
    expect(found.body).toMatchObject({ users: [{ id }] });
  });

  it('a new address in other letters than those it is signed in with later is one account', async () => {
    const ada = somebody();
    const id = await api.activated(ada);
    const token = await admin.tokenOf(ada);
    await db.advance(60_000);
    const newEmail = somebody().email.toUpperCase();
    const me = (path: string, body: object) => admin.call(token, 'post', `/v1/users/me${path}`).send(body);
    await me('/email', { newEmail, currentPassword: ada.password });
    expect((await me('/email/verification', { code: await api.deliverBy('mail', id) })).status).toBe(200);
    for (const email of [newEmail, newEmail.toLowerCase()])
      expect(await signsIn({ ...ada, email })).toEqual([201, 201]);
  });

  it('somebody who went back to the form and signs up again activates with the later password', async () => {
    const first = somebody();
    await api.register(first);
    await db.advance(60_000);
    const second = { ...first, password: 'eleven quiet harbours' };
    const code = await api.deliver(await api.register(second));
    expect((await api.activate(second, code)).status).toBe(200);
    expect(await signsIn(second)).toEqual([201, 201]);
    // The earlier registration answers as if it still waited: its end does not reveal that there is an account.
    expect(await signsIn(first)).toEqual([403, 403]);
  });

  it.each(['get', 'head'] as const)(
    'a scanner that sends %s to every link of a mail uses nothing up',
    async (method) => {
      const ada = somebody();
      const id = await api.register(ada);
      const code = await api.deliver(id);
      for (const path of ['/activate', '/reset', '/email-undo', `/v1/users/${id}/activation`]) {
        expect((await api.http[method](path)).status).toBe(200);
      }
      expect((await api.activate(ada, code)).status).toBe(200);
    },
  );
});
