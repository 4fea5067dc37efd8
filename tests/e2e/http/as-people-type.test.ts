import { randomUUID } from 'node:crypto';
import { REGISTRATION } from '@gatehouse/registration';
import { request } from 'undici';
import { Administration, newSlug } from '../../support/administration.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** The digits of a code as other keyboards have them. */
const inDigitsFrom = (zero: string) => (code: string) =>
  code.replace(/\d/g, (digit) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)));

describe('what people’s browsers, keyboards and contact lists send', () => {
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

  it.each([
    ['ar-EG-u-nu-latn', 'ar-EG'],
    ['en-US@posix', 'en-US'],
    ['en-US-u-va-posix', 'en-US'],
    ['de_DE.UTF-8', 'de-DE'],
    ['C', null],
    ['', null],
    ['x'.repeat(3_000), null],
  ])('a language never refuses a sign-up: %.20s', async (locale, kept) => {
    const answer = await api.http.post('/v1/users').send({ ...somebody(), locale });
    api.expectDocumented('POST /v1/users', answer);
    expect(answer).toMatchObject({ status: 201, body: { locale: kept } });
  });

  it('nor a change of the profile, where what is no language changes nothing', async () => {
    const ada = somebody();
    await api.activated(ada);
    const token = await admin.tokenOf(ada);
    const change = (locale: string | null) => admin.call(token, 'patch', '/v1/users/me').send({ locale });
    expect(await change('fr-FR-u-ca-buddhist')).toMatchObject({ status: 200, body: { locale: 'fr-FR' } });
    expect(await change('POSIX')).toMatchObject({ status: 200, body: { locale: 'fr-FR' } });
    expect(await change(null)).toMatchObject({ status: 200, body: { locale: null } });
  });

  it('nor anybody of an import', async () => {
    const { key } = await admin.keyOf('default');
    const people = ['en-US@posix', 'français'].map((locale) => ({ ...somebody(), emailVerified: true, locale }));
    const lines = people.map(({ password: _, ...person }) => `${JSON.stringify(person)}\n`).join('');
    const answer = await api.http
      .post(`/v1/admin/import?importId=${randomUUID()}`)
      .set({ Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' })
      .send(lines);
    expect(
      answer.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 1, outcome: 'imported' },
      { line: 2, outcome: 'imported' },
      { imported: 2, refused: 0 },
    ]);
    const kept = await db.sql`
      select locale from gatehouse.users where email in ${db.sql(people.map(({ email }) => email))} order by locale`;
    expect(kept).toEqual([{ locale: 'en-US' }, { locale: null }]);
  });

  it.each([
    ['Arabic digits', inDigitsFrom('٠')],
    ['Persian digits', inDigitsFrom('۰')],
    ['fullwidth digits', inDigitsFrom('０')],
    ['a hyphen', (code: string) => `${code.slice(0, 2)}-${code.slice(2)}`],
    ['spaces and a line break', (code: string) => ` ${code.split('').join('\u00a0')}\n`],
    ['invisible marks', (code: string) => `\u200e\u202a${code}\u202c`],
  ])('a code with %s activates', async (_, typed) => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    const answer = await api.activate(ada, typed(code));
    api.expectDocumented('POST /v1/users/activation', answer);
    expect(answer).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  it('and such a code resets a password, proves a phone, and proves another address', async () => {
    const ada = somebody();
    const id = await api.activated(ada);
    const arabic = inDigitsFrom('٠');
    const token = await admin.tokenOf(ada);
    const me = (path: string) => admin.call(token, 'post', `/v1/users/me${path}`);
    await db.advance(60_000);

    await me('/phone/code').send({ phone: '\u202a+33 6 12 34 56 78\u202c' });
    const texted = arabic(await api.deliverBy('sms', id));
    expect(await me('/phone/verification').send({ code: texted })).toMatchObject({
      status: 200,
      body: { phone: '+33612345678', phoneVerified: true },
    });
    const newEmail = somebody().email;
    await me('/email').send({ newEmail, currentPassword: ada.password });
    const mailed = arabic(await api.deliverBy('mail', id));
    expect(await me('/email/verification').send({ code: mailed })).toMatchObject({ body: { email: newEmail } });

    await db.advance(60_000);
    await api.http.post('/v1/password-resets').send({ email: newEmail });
    const code = arabic((await api.deliverReset(newEmail)) ?? '');
    const reset = { email: newEmail, code, newPassword: 'eleven quiet harbours' };
    expect((await api.http.post('/v1/password-resets/confirmation').send(reset)).status).toBe(204);
    const renewed = { email: newEmail, password: reset.newPassword };
    expect((await api.http.post('/v1/sessions').set('Authorization', basic(renewed))).status).toBe(201);
  });

  it.each(['\u200b', '\u3164', '\u2800', '\u202e', '\u2066 \u2069'])(
    'a name that shows as nothing is refused: %j',
    async (name) => {
      const answer = await api.http.post('/v1/users').send({ ...somebody(), name, surname: name });
      api.expectDocumented('POST /v1/users', answer);
      expect(answer).toMatchObject({
        status: 422,
        body: {
          errors: [
            { pointer: '/name', code: 'text-empty' },
            { pointer: '/surname', code: 'text-empty' },
          ],
        },
      });
    },
  );

  it('invisible marks around an application’s slug mean nothing: in the header, in a page’s address, when it is made', async () => {
    const operator = await admin.someone('admin');
    const slug = newSlug();
    const made = await admin
      .call(operator.token, 'post', '/v1/admin/applications')
      .send({ slug: `\u200e${slug}\u2060`, name: 'Copied' });
    api.expectDocumented('POST /v1/admin/applications', made);
    expect(made).toMatchObject({ status: 201, body: { slug } });
    const page = await api.http.get(`/activate?application=${encodeURIComponent('default\u200b')}`);
    expect(page.status).toBe(200);
    const header = Buffer.from('\u202adefault\u202c').toString('latin1');
    const answer = await request(`${api.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'gatehouse-application': header },
      body: JSON.stringify(somebody()),
    });
    await answer.body.dump();
    expect(answer.statusCode).toBe(201);
  });

  it('nor around the token of a link', async () => {
    const ada = somebody();
    const id = await api.activated(ada);
    const token = await admin.tokenOf(ada);
    await db.advance(60_000);
    const me = (path: string, body: object) => admin.call(token, 'post', `/v1/users/me${path}`).send(body);
    await me('/email', { newEmail: somebody().email, currentPassword: ada.password });
    await me('/email/verification', { code: await api.deliverBy('mail', id) });
    const [change] = await db.sql<{ id: string }[]>`select id from gatehouse.email_changes where user_id = ${id}`;
    const undo = api.container.get(REGISTRATION.undoTokens).of(change?.id ?? '');
    const answer = await api.http
      .post('/v1/users/email-undo')
      .send({ token: `\u200b${undo.slice(0, 20)}\u00ad${undo.slice(20)}\ufeff` });
    expect(answer.status).toBe(204);
  });

  it('nor in an address, at sign-in too', async () => {
    const ada = somebody();
    await api.activated({ ...ada, email: `\u202a${ada.email}\u202c` });
    const marked = { ...ada, email: ada.email.replace('@', '\u2060@\u200b') };
    expect((await api.http.post('/v1/sessions').set('Authorization', basic(marked))).status).toBe(201);
    expect((await api.http.post('/v1/sessions').send(marked)).status).toBe(201);
  });
});
