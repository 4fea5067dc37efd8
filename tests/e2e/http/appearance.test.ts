import { Administration } from '../../support/administration.js';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const GIVEN = {
  accentColor: '#0b6e4f',
  cornerRadius: 0,
  colorScheme: 'dark',
  termsUrl: 'https://shop.example/terms',
  privacyUrl: 'https://shop.example/privacy',
  supportEmail: 'help@shop.example',
};

describe('the appearance of an application', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let operator: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop'), ('bank', 'Bank'), ('plain', 'Plain')`;
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    operator = (await admin.someone('admin')).token;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const change = (slug: string, appearance: object | null, bearer = operator) =>
    admin.call(bearer, 'patch', `/v1/admin/applications/${slug}`).send({ appearance });
  const read = async (slug: string) => {
    const answer = await api.http.get(`/v1/appearance?application=${slug}`);
    api.expectDocumented('GET /v1/appearance', answer);
    return answer;
  };

  it('is the default where nothing was said, and readable by anyone from anywhere', async () => {
    const answer = await api.http
      .get('/v1/appearance')
      .set({ 'Gatehouse-Application': 'plain', Origin: 'https://anywhere.example' });
    api.expectDocumented('GET /v1/appearance', answer);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=60', 'access-control-allow-origin': '*' },
    });
    expect(answer.headers['vary']).toContain('Gatehouse-Application');
    expect(answer.body).toEqual({
      application: 'plain',
      name: 'Plain',
      accentColor: '#1d4ed8',
      accentColors: {
        light: { accent: '#1d4ed8', onAccent: '#ffffff' },
        dark: { accent: expect.stringMatching(/^#[0-9a-f]{6}$/), onAccent: '#0b1220' },
      },
      cornerRadius: 10,
      colorScheme: 'auto',
      logo: null,
      termsUrl: null,
      privacyUrl: null,
      supportEmail: null,
    });
  });

  it('is what administrators set, field by field, with an ETag that changes with it', async () => {
    const changed = await change('shop', GIVEN);
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', changed);
    expect(changed).toMatchObject({ status: 200, body: { appearance: GIVEN } });
    // Other processes, and this one, know it within two seconds; a new harness has kept nothing.
    const later = await ApiHarness.open(db);
    try {
      const first = await later.http.get('/v1/appearance?application=shop');
      expect(first.body).toEqual({
        application: 'shop',
        name: 'Shop',
        accentColors: expect.anything(),
        logo: null,
        ...GIVEN,
      });
      const etag = first.headers['etag'] ?? '';
      const again = await later.http.get('/v1/appearance?application=shop').set('If-None-Match', `"x", W/${etag}`);
      later.expectDocumented('GET /v1/appearance', again);
      expect(again).toMatchObject({ status: 304, headers: { etag } });
      expect(again.text).toBe('');
      expect((await later.http.get('/v1/appearance?application=bank')).headers['etag']).not.toBe(etag);
    } finally {
      await later.close();
    }
    expect((await change('shop', { cornerRadius: null, accentColor: '#AA0000' })).body).toMatchObject({
      appearance: { ...GIVEN, cornerRadius: null, accentColor: '#AA0000' },
    });
  });

  it.each([
    [{ accentColor: '#ffcc00' }, '/appearance/accentColor color-too-light'],
    [{ accentColor: 'red; } body { display: none' }, '/appearance/accentColor format-invalid'],
    [{ cornerRadius: 33 }, '/appearance/cornerRadius'],
    [{ colorScheme: 'sepia' }, '/appearance/colorScheme'],
    [{ termsUrl: 'javascript:alert(1)' }, '/appearance/termsUrl link-invalid'],
    [{ privacyUrl: 'http://shop.example/' }, '/appearance/privacyUrl link-invalid'],
    [{ supportEmail: 'help' }, '/appearance/supportEmail email-invalid'],
  ])('cannot be %j', async (appearance, fault) => {
    const answer = await change('shop', appearance);
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', answer);
    const [{ pointer, code } = { pointer: '', code: '' }] = (
      answer.body as { errors: { pointer: string; code: string }[] }
    ).errors;
    expect([answer.status, `${pointer} ${code}`]).toEqual([422, expect.stringContaining(fault)]);
  });

  it('links only to origins that the operator has granted', async () => {
    const { key } = await admin.keyOf('bank');
    const refused = await change('bank', { termsUrl: 'https://evil.example/' }, key);
    expect(refused).toMatchObject({ status: 403, body: { code: 'grant-exceeded' } });
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/appearance/termsUrl' }] });
    expect(await change('bank', { accentColor: '#000000' }, key)).toMatchObject({ status: 200 });
  });

  it('of no application is not there', async () => {
    expect(await read('nobodys')).toMatchObject({ status: 400, body: { code: 'application-unknown' } });
  });
});
