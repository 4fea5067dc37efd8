import { ApiHarness, basic, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const CODE_POINT_OF_FOUR_BYTES = '𝒜';

describe('credentials, through HTTP', () => {
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

  const signIn = (person: Person) => api.http.post('/v1/sessions').set('Authorization', basic(person));

  it.each([
    ['colons at either end and in between', ':one:two::three:'],
    ['nothing but colons', '::::::::'],
    ['emoji, joined and with skin tones', '👩🏽‍🚀👨‍👩‍👧‍👦 🇫🇷 ok'],
    ['128 code points of four bytes', CODE_POINT_OF_FOUR_BYTES.repeat(128)],
    ['128 code points that NFKC leaves as they are', '🜁🜂🜃🜄'.repeat(32)],
    ['spaces at either end', '  nine seven lanterns  '],
    ['right-to-left text and combining marks', 'שָׁלוֹם עוֹלָם שׁוּב'],
    ['quotes, backslashes and percent signs', '"\\%00%s\'--;'],
    ['what Base64 needs its last two letters for', '~~~~~~~~???>>>'],
    ['C1 controls, which RFC 7617 allows', 'nine\u0085seven\u009flanterns'],
  ])('activate and sign in with %s', async (_what, password) => {
    const person = { ...somebody(), password };
    const userId = await api.register(person);
    const activated = await api.activate(person, await api.deliver(userId));
    expect(activated).toMatchObject({ status: 200, body: { id: userId } });
    expect(await signIn(person)).toMatchObject({ status: 201, body: { user: { id: userId } } });
    expect(await signIn({ ...person, password: `${password}x` })).toMatchObject({ status: 401 });
  });

  it('take a password whichever way the keyboard composes it', async () => {
    const person = { ...somebody(), password: 'cafe\u0301 sur la table' };
    await api.activated(person);
    expect(await signIn({ ...person, password: 'caf\u00e9 sur la table' })).toMatchObject({ status: 201 });
  });

  it('compare every character of a long password', async () => {
    const password = CODE_POINT_OF_FOUR_BYTES.repeat(128);
    const person = { ...somebody(), password };
    await api.activated(person);
    expect(await signIn({ ...person, password: `${password.slice(0, -2)}𝒞` })).toMatchObject({ status: 401 });
    expect(await signIn({ ...person, password: password.slice(0, -2) })).toMatchObject({ status: 401 });
  });

  it('take an address in any case, and a domain in either notation', async () => {
    const [local] = somebody().email.split('@');
    const person = { email: `Ada.${local}@bücher.example`, password: 'nine seven lanterns' };
    await api.activated(person);
    for (const email of [`ada.${local}@BÜCHER.example`, `ADA.${local}@xn--bcher-kva.EXAMPLE`]) {
      expect(await signIn({ ...person, email })).toMatchObject({ status: 201, body: { user: { state: 'active' } } });
    }
  });

  it('may name the scheme in any case, with more than one space behind it', async () => {
    const person = somebody();
    await api.activated(person);
    const encoded = basic(person).slice('Basic '.length);
    for (const header of [`basic ${encoded}`, `BASIC   ${encoded}`, `Basic ${encoded.replace(/=+$/, '')}`]) {
      expect(await api.http.post('/v1/sessions').set('Authorization', header)).toMatchObject({ status: 201 });
    }
  });

  it('are refused at sign-up where Basic could not carry them', async () => {
    for (const control of ['\t', '\n', '\u001b', '\u007f']) {
      const answer = await api.http.post('/v1/users').send({ ...somebody(), password: `nine seven${control}lanterns` });
      api.expectDocumented('POST /v1/users', answer);
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'validation-failed', errors: [{ pointer: '/password', code: 'password-unprintable' }] },
      });
    }
  });

  it('keep their place in the body: an empty name and an empty password are no credentials', async () => {
    for (const text of [':', 'ada@example.com:', ':nine seven lanterns', 'ada@example.com']) {
      const answer = await api.http
        .post('/v1/sessions')
        .set('Authorization', `Basic ${Buffer.from(text).toString('base64')}`);
      api.expectDocumented('POST /v1/sessions', answer);
      expect(answer).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } });
      expect(answer.headers['www-authenticate']).toBe('Basic realm="Gatehouse", charset="UTF-8"');
    }
  });

  it.each([
    ['post', '/v1/sessions'],
    ['post', '/v1/users/activation'],
    ['post', '/v1/users/activation/phone'],
    ['post', '/v1/users/activation/phone/code'],
    ['delete', '/v1/users/me'],
  ] as const)('of pages are refused without opening the browser’s dialog: %s %s', async (method, path) => {
    const wrong = { Authorization: basic(somebody()) };
    const body = path.endsWith('activation') || path.endsWith('phone') ? { code: '0000' } : {};
    const challengeFor = async (headers: Record<string, string>) => {
      const answer = await api.http[method](path)
        .set({ ...wrong, ...headers })
        .send(body);
      expect(answer).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } });
      return answer.headers['www-authenticate'];
    };
    expect(await challengeFor({})).toBe('Basic realm="Gatehouse", charset="UTF-8"');
    expect(await challengeFor({ Authorization: '' })).toMatch(/^Basic /);
    for (const headers of [
      { 'X-Requested-With': 'XMLHttpRequest' },
      { 'Sec-Fetch-Mode': 'cors' },
      { 'Sec-Fetch-Mode': 'same-origin', Authorization: 'Basic !' },
    ]) {
      expect(await challengeFor(headers)).toBe('X-Basic realm="Gatehouse", charset="UTF-8"');
    }
  });
});
