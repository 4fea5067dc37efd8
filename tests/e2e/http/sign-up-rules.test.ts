import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const CLUB = { 'Gatehouse-Application': 'club' };

describe('what an application asks of people', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    const profile = { name: 'required', surname: 'optional', birthDate: 'none' };
    const policy = { profile, password: { minLength: 12 }, messages: { gapSeconds: 60 } };
    await admin.createApplication('club', { policy, allowedOrigins: ['https://club.example'] });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it('is public, so that a form asks for just that', async () => {
    const answer = await api.http.get('/v1/sign-up-rules').set({ ...CLUB, Origin: 'https://club.example' });
    api.expectDocumented('GET /v1/sign-up-rules', answer);
    expect(answer.headers['access-control-allow-origin']).toBe('https://club.example');
    expect(answer.body).toEqual({
      fields: { name: 'required', surname: 'optional', phone: 'accepted', birthDate: 'none', hobbies: 'accepted' },
      passwordMinLength: 12,
      terms: null,
      resetCodeLength: 8,
      gapSeconds: 60,
    });
    const page = await api.http.get('/a/club/sign-up');
    expect(page.text).toContain('fields="name! surname" password-min="12" resend-gap="60"');
  });

  it('is set with the application’s policy, by words that are known', async () => {
    const { token } = await admin.someone('admin');
    const answer = await admin
      .call(token, 'patch', '/v1/admin/applications/club')
      .send({ policy: { profile: { hobbies: 'sometimes', shoes: 'required' } } });
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', answer);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/policy/profile/hobbies', '/policy/profile/shoes']),
    );
  });

  it('is enforced at sign-up, field by field', async () => {
    const answer = await api.http
      .post('/v1/users')
      .set({ ...CLUB, 'Accept-Language': 'fr' })
      .send({ ...somebody(), birthDate: '1990-12-10' });
    api.expectDocumented('POST /v1/users', answer);
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'validation-failed',
      errors: [
        { pointer: '/name', code: 'field-required', message: 'Ce champ est obligatoire' },
        { pointer: '/birthDate', code: 'field-not-accepted', message: 'Cette application n’accepte pas ce champ' },
      ],
    });
  });

  it('is enforced where a profile is changed, too', async () => {
    const person = somebody();
    const signedUp = await api.http
      .post('/v1/users')
      .set(CLUB)
      .send({ ...person, name: 'Ada' });
    const code = await api.deliver(signedUp.body.id, 'club');
    await api.activate(person, code, 'club').expect(200);
    const session = await api.http.post('/v1/sessions').set({ ...CLUB, Authorization: basic(person) });
    const change = (changes: object) =>
      api.http
        .patch('/v1/users/me')
        .set({ ...CLUB, Authorization: `Bearer ${session.body.accessToken}` })
        .send(changes);
    const refused = await change({ name: null, birthDate: '1990-12-10' });
    api.expectDocumented('PATCH /v1/users/me', refused);
    expect(refused.body).toMatchObject({
      status: 422,
      errors: [
        { pointer: '/name', code: 'field-required' },
        { pointer: '/birthDate', code: 'field-not-accepted' },
      ],
    });
    expect((await change({ name: 'Augusta', hobbies: ['mathematics'] })).body).toMatchObject({ name: 'Augusta' });
  });
});
