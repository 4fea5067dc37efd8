import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

type Answer = { readonly status: number; readonly body: unknown };

describe('the faults of a body', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, policy) values ('dial', 'Dial', '{"requirePhone": true}')`;
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const named = ({ status, body }: Answer): readonly string[] => {
    const { code, errors = [] } = body as { code: string; errors?: { pointer: string; code: string }[] };
    return [`${status} ${code}`, ...errors.map((error) => `${error.pointer} ${error.code}`)];
  };

  it('are all named at once at sign-up, whether a field is missing, of the wrong shape or against a rule', async () => {
    expect(named(await api.http.post('/v1/users').send({ email: 'x' }))).toEqual([
      '422 validation-failed',
      '/email email-invalid',
      '/password field-required',
    ]);
    expect(named(await api.http.post('/v1/users').send({ birthDate: '2999-01-01', phone: 417, email: 'x' }))).toEqual([
      '422 validation-failed',
      '/email email-invalid',
      '/password field-required',
      '/phone text-expected',
      '/birthDate birth-date-invalid',
    ]);
    const every = {
      nickname: 'ada',
      locale: 7,
      birthDate: '2999-01-01',
      hobbies: ['\u0007'],
      phone: '12',
      surname: ' ',
      name: false,
      password: 'short',
      email: 'ada@',
    };
    expect(named(await api.http.post('/v1/users').send(every))).toEqual([
      '422 field-unknown',
      '/email email-invalid',
      '/password password-too-short',
      '/name text-expected',
      '/surname text-empty',
      '/phone phone-invalid',
      '/hobbies/0 text-unprintable',
      '/birthDate birth-date-invalid',
      '/locale text-expected',
      '/nickname field-unknown',
    ]);
  });

  it('are all named at once where an application wants a phone', async () => {
    const signUp = (body: object) => api.http.post('/v1/users').set('Gatehouse-Application', 'dial').send(body);
    const faults = ['422 validation-failed', '/email text-expected', '/password password-too-short'];
    expect(named(await signUp({ email: 7, password: 'x' }))).toEqual([...faults, '/phone field-required']);
    expect(named(await signUp({ email: 7, password: 'x', phone: [] }))).toEqual([...faults, '/phone text-expected']);
  });

  it('are all named at once to a signed-in person', async () => {
    const ada = somebody();
    await api.activated(ada);
    const bearer = `Bearer ${await admin.tokenOf(ada)}`;
    const send = async (method: 'patch' | 'put' | 'post', path: string, body: object) =>
      named(await api.http[method](path).set('Authorization', bearer).send(body));

    expect(await send('patch', '/v1/users/me', { birthDate: '2999-01-01', phone: '12', name: 7 })).toEqual([
      '422 validation-failed',
      '/name text-expected',
      '/phone phone-invalid',
      '/birthDate birth-date-invalid',
    ]);
    expect(await send('put', '/v1/users/me/password', { newPassword: 'x' })).toEqual([
      '422 validation-failed',
      '/currentPassword field-required',
      '/newPassword password-too-short',
    ]);
    expect(await send('post', '/v1/users/me/email', { newEmail: 'x' })).toEqual([
      '422 validation-failed',
      '/newEmail email-invalid',
      '/currentPassword field-required',
    ]);
  });

  it('are all named at once at a reset, an activation and a sign-in', async () => {
    const reset = { email: 'x', newPassword: 'x', more: 1 };
    expect(named(await api.http.post('/v1/password-resets/confirmation').send(reset))).toEqual([
      '422 field-unknown',
      '/email email-invalid',
      '/code field-required',
      '/newPassword password-too-short',
      '/more field-unknown',
    ]);
    const activation = api.http.post('/v1/users/activation').set('Authorization', basic(somebody()));
    expect(named(await activation.send({ more: 1, code: 'x' }))).toEqual([
      '422 field-unknown',
      '/code format-invalid',
      '/more field-unknown',
    ]);
    expect(named(await api.http.post('/v1/sessions').send({ cookie: 'yes', email: 7 }))).toEqual([
      '422 validation-failed',
      '/email text-expected',
      '/password field-required',
      '/cookie boolean-expected',
    ]);
  });

  it('are all named at once of an application and a webhook', async () => {
    const { token } = await admin.someone('admin');
    const post = async (path: string, body: object) =>
      named(await api.http.post(path).set('Authorization', `Bearer ${token}`).send(body));
    const application = { slug: '!', sender: { email: 'nobody', name: 7 }, allowedOrigins: ['x'], linkBaseUrl: 'x' };
    expect(await post('/v1/admin/applications', application)).toEqual([
      '422 validation-failed',
      '/slug format-invalid',
      '/name field-required',
      '/sender/name text-expected',
      '/sender/email email-invalid',
      '/allowedOrigins/0 origin-invalid',
      '/linkBaseUrl link-base-invalid',
    ]);
    expect(await post('/v1/admin/webhooks', { description: 7, url: 'mailto:ada@example.com' })).toEqual([
      '422 validation-failed',
      '/url webhook-url-refused',
      '/description text-expected',
    ]);
  });
});
