import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('the language of problems', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const refused = (language?: string) => {
    const request = api.http.post('/v1/users');
    if (language !== undefined) request.set('Accept-Language', language);
    return request.send({ ...somebody(), password: 'short' });
  };
  const titles: Readonly<Record<string, string>> = {
    en: 'Some fields are invalid',
    fr: 'Certains champs ne sont pas valides',
    de: 'Einige Felder sind ungültig',
    es: 'Algunos campos no son válidos',
    ar: 'بعض الحقول غير صالحة',
    ja: '入力内容に誤りがあります',
  };

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['DE-at', 'de'],
    ['es-419, en;q=0.9', 'es'],
    ['ar-EG', 'ar'],
    ['ja', 'ja'],
    ['it, ko;q=0.9', 'en'],
    ['it, fr;q=0.1', 'fr'],
    ['fr;q=0.2, de;q=0.8', 'de'],
    ['fr;q=0, de;q=0.001', 'de'],
    ['fr;q=0', 'en'],
    ['*', 'en'],
    ['de;q=0.5, *;q=0.1', 'de'],
    ['en-GB, fr', 'en'],
    ['de-CH-1996, en', 'de'],
    ['en;q=0, *', 'fr'],
    ['en;q=0', 'en'],
    ['fr;q=2, ja;q=0.1', 'ja'],
    [`${'xx,'.repeat(2_000)}fr`, 'en'],
    ['fr;q=abc, ja;q=0.3', 'ja'],
    ['__proto__, constructor', 'en'],
    ['../../fr', 'en'],
    [`${'x-'.repeat(1_500)}x`, 'en'],
    [',;=,,;q', 'en'],
  ])('for %p is %s', async (wished, language) => {
    const response = await refused(wished);
    expect(response.status).toBe(422);
    expect(response.headers['content-language']).toBe(language);
    expect(response.headers['vary']).toMatch(/(^|, )Accept-Language(,|$)/);
    expect(response.body.title).toBe(titles[language]);
    api.expectDocumented('POST /v1/users', response);
  });

  it('reaches the fields, with their limits, and details', async () => {
    const fields = await refused('de');
    expect(fields.body.errors).toEqual([
      { pointer: '/password', code: 'password-too-short', message: 'Muss mindestens 8 Zeichen haben' },
    ]);
    const long = await api.http
      .post('/v1/users')
      .set('Accept-Language', 'fr')
      .send({ ...somebody(), name: 'x'.repeat(500) });
    expect(long.body.errors).toEqual([
      {
        pointer: '/name',
        code: 'text-too-long',
        message: expect.stringMatching(/^Nombre maximal de caractères\u00A0: \d+$/),
      },
    ]);
    const broken = await api.http.post('/v1/users').set('Accept-Language', 'ja').type('application/json').send('{');
    expect(broken.body).toMatchObject({
      title: '本文のJSONが無効です',
      detail: '本文が有効なJSONではありません',
    });
  });

  it('leaves answers that are no problems alone', async () => {
    const response = await api.http.get('/health/live').set('Accept-Language', 'fr');
    expect(response.status).toBe(200);
    expect(response.headers).not.toHaveProperty('content-language');
    expect(response.headers).not.toHaveProperty('vary');
  });
});
