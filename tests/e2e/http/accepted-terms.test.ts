import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const LINKS = { termsUrl: 'https://club.example/terms', privacyUrl: 'https://club.example/privacy' };
const CLUB = { 'Gatehouse-Application': 'club' };
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('agreement to the terms at sign-up', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let boss: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    await admin.createApplication('club', { policy: { termsVersion: '2026-11' }, appearance: LINKS });
    boss = (await admin.someone('admin')).token;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const signUp = (person: Person, fields: object, headers: object = {}) =>
    api.http
      .post('/v1/users')
      .set({ ...CLUB, ...headers })
      .send({ ...person, ...fields });
  const change = (slug: string, settings: object) =>
    admin.call(boss, 'patch', `/v1/admin/applications/${slug}`).send(settings);
  const codesOf = ({ body }: { readonly body: { readonly errors?: readonly { pointer: string; code: string }[] } }) =>
    (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);

  it('is public, with its links, so that a form can ask for it', async () => {
    const rules = await api.http.get('/v1/sign-up-rules').set(CLUB);
    expect(rules.body.terms).toEqual({ version: '2026-11', ...LINKS });
    const page = await api.http.get('/a/club/sign-up');
    expect(page.text).toContain(
      `terms-version="2026-11" terms-href="${LINKS.termsUrl}" privacy-href="${LINKS.privacyUrl}"`,
    );
  });

  it('is required, in the current version, whether or not the address is known', async () => {
    const known = somebody();
    expect((await signUp(known, { acceptedTerms: '2026-11' })).status).toBe(201);
    for (const person of [somebody(), known]) {
      const missing = await signUp(person, {}, { 'Accept-Language': 'fr' });
      api.expectDocumented('POST /v1/users', missing);
      expect(missing.body).toMatchObject({
        status: 422,
        errors: [{ pointer: '/acceptedTerms', code: 'field-required', message: 'Ce champ est obligatoire' }],
      });
      const other = await signUp(person, { acceptedTerms: '2026-10' });
      expect([other.status, codesOf(other)]).toEqual([422, ['/acceptedTerms terms-changed']]);
    }
  });

  it('is refused where nothing was asked', async () => {
    const answer = await api.http.post('/v1/users').send({ ...somebody(), acceptedTerms: '2026-11' });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['/acceptedTerms field-not-accepted']]);
    const long = await signUp(somebody(), { acceptedTerms: 'x'.repeat(65) });
    expect([long.status, codesOf(long)]).toEqual([422, ['/acceptedTerms text-too-long']]);
  });

  it('is kept with its time, written with the person and the event at once', async () => {
    const person = somebody();
    const answer = await signUp(person, { acceptedTerms: '2026-11' });
    api.expectDocumented('POST /v1/users', answer);
    const { id, createdAt } = answer.body as { id: string; createdAt: string };
    expect(answer.body.acceptedTerms).toEqual({ version: '2026-11', acceptedAt: createdAt });
    const written = await db.sql`
      select event.type, event.data, event.transaction_id::text = person.xmin::text as "isAtOnce"
      from gatehouse.users as person join gatehouse.event_log as event on event.subject = person.id
      where person.id = ${id} and event.type = 'user.terms-accepted.v1'`;
    expect(written).toEqual([
      { type: 'user.terms-accepted.v1', data: { userId: id, version: '2026-11' }, isAtOnce: true },
    ]);
    await api.activate(person, await api.deliver(id, 'club'), 'club').expect(200);
    const session = await api.http.post('/v1/sessions').set({ ...CLUB, Authorization: basic(person) });
    expect(session.body.user.acceptedTerms).toEqual({ version: '2026-11', acceptedAt: createdAt });
    const exported = await api.http
      .get('/v1/users/me/export')
      .set({ ...CLUB, Authorization: `Bearer ${session.body.accessToken}` });
    expect(exported.body.account.acceptedTerms).toEqual({ version: '2026-11', acceptedAt: createdAt });
    const inDetail = await admin.call(boss, 'get', `/v1/admin/users/${id}`, 'club');
    api.expectDocumented('GET /v1/admin/users/{id}', inDetail);
    expect(inDetail.body.acceptedTerms).toEqual({ version: '2026-11', acceptedAt: createdAt });
  });

  it('is answered alike when a sign-up is repeated with its key', async () => {
    const person = somebody();
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await signUp(person, { acceptedTerms: '2026-11' }, key);
    const again = await signUp(person, { acceptedTerms: '2026-11' }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.body.acceptedTerms.acceptedAt).toMatch(ISO);
  });

  it('is gone once the person is erased', async () => {
    const { id } = (await signUp(somebody(), { acceptedTerms: '2026-11' })).body as { id: string };
    expect((await admin.call(boss, 'delete', `/v1/admin/users/${id}`, 'club')).status).toBe(204);
    const rows = await db.sql`select accepted_terms, terms_accepted_at from gatehouse.users where id = ${id}`;
    expect(rows).toEqual([{ accepted_terms: null, terms_accepted_at: null }]);
  });

  it('needs something to agree to: a link, and a version that can be read', async () => {
    await admin.createApplication('bare');
    const bare = await change('bare', { policy: { termsVersion: '1' } });
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', bare);
    expect([bare.status, codesOf(bare)]).toEqual([422, ['/policy/termsVersion terms-link-missing']]);
    const unlinked = await change('club', { appearance: { termsUrl: null, privacyUrl: null } });
    expect([unlinked.status, codesOf(unlinked)]).toEqual([422, ['/policy/termsVersion terms-link-missing']]);
    const unreadable = await change('club', { policy: { termsVersion: '1\u0007' } });
    expect([unreadable.status, codesOf(unreadable)]).toEqual([422, ['/policy/termsVersion text-unprintable']]);
  });

  it('is asked for in the new version once the application has one, and no more once it has none', async () => {
    await admin.createApplication('guild', { policy: { termsVersion: '1' }, appearance: { termsUrl: LINKS.termsUrl } });
    const version = async () =>
      (await api.http.get('/v1/sign-up-rules').set('Gatehouse-Application', 'guild')).body.terms?.version;
    expect(await version()).toBe('1');
    expect((await change('guild', { policy: { termsVersion: '2' } })).status).toBe(200);
    await eventually('the new version is asked for', async () => (await version()) === '2');
    expect((await change('guild', { policy: { termsVersion: null } })).status).toBe(200);
    await eventually('no version is asked for', async () => (await version()) === undefined);
  });
});
