import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const SEARCH = '/v1/admin/users/search';

describe('people of whom a part is known', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let support: string;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    const admin = new Administration(api, db);
    for (const slug of ['shop', 'bank']) await admin.createApplication(slug);
    support = (await admin.someone('support', 'shop')).token;
    const people = {
      ada: { email: 'Ada.Lovelace@analytical.example', name: 'Ada', surname: 'Lovelace', phone: '+33612345678' },
      zoe: { email: 'zoe@b\u00fccher.example', name: 'Zoë', surname: 'Müller-Lüdenscheidt' },
      hanako: { email: 'hanako@example.jp', name: '花子', surname: '山田' },
      percent: { email: '100%_sure@example.com', name: 'a\\b' },
    };
    for (const [who, person] of Object.entries(people)) {
      const answer = await api.http
        .post('/v1/users')
        .set('Gatehouse-Application', 'shop')
        .send({ ...person, password: 'nine seven lanterns' });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      ids.set(who, (answer.body as { id: string }).id);
    }
    await api.http
      .post('/v1/users')
      .set('Gatehouse-Application', 'bank')
      .send({ ...people.ada, password: 'nine seven lanterns' });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const search = (body: object, bearer = support) => api.http.post(SEARCH).auth(bearer, { type: 'bearer' }).send(body);
  const found = async (text: string, more: object = {}): Promise<string[]> => {
    const answer = await search({ text, ...more });
    api.expectDocumented(`POST ${SEARCH}`, answer);
    const known = new Map([...ids].map(([who, id]) => [id, who]));
    const { users } = answer.body as { users: { id: string }[] };
    return users.map(({ id }) => known.get(id) ?? 'somebody else');
  };

  it.each([
    ['lovelace@ana', ['ada']],
    ['LOVELACE', ['ada']],
    ['ada love', ['ada']],
    ['ada   love', ['ada']],
    ['6123456', ['ada']],
    ['+33 6 12 34', ['ada']],
    ['zoe', ['zoe']],
    ['Zoë', ['zoe']],
    ['ludensch', ['zoe']],
    ['bücher', ['zoe']],
    ['山田', ['hanako']],
    ['花子', ['hanako']],
    ['100%', ['percent']],
    ['%_s', ['percent']],
    ['a\\b', ['percent']],
    ['%%%', []],
    ['ample\nAda', []],
    ['nobody at all', []],
  ])('are found by %j', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it('are found in their own application alone, by state, and page by page', async () => {
    expect(await found('lovelace', { state: 'pending' })).toEqual(['ada']);
    expect(await found('lovelace', { state: 'active' })).toEqual([]);
    const one = await search({ text: 'example', limit: 2 });
    const { users, nextAfter } = one.body as { users: { id: string }[]; nextAfter: string };
    expect(users).toHaveLength(2);
    const two = (await search({ text: 'example', limit: 10, after: nextAfter })).body as { users: { id: string }[] };
    const all = [...users, ...two.users].map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining([...ids.values()]));
  });

  it('are not searched by text that matches everyone, nor by anyone who may not read them', async () => {
    for (const text of ['ab', '  a ', '', 'x'.repeat(101)]) {
      expect(await search({ text })).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    }
    const nobody = somebody();
    await api.activated(nobody, 'shop');
    const admin = new Administration(api, db);
    expect(await search({ text: 'lovelace' }, await admin.tokenOf(nobody, 'shop'))).toMatchObject({ status: 403 });
    expect(await api.http.post(SEARCH).send({ text: 'lovelace' })).toMatchObject({ status: 401 });
  });

  it('follow what becomes of the person', async () => {
    await db.sql`update gatehouse.users set surname = 'Byron' where id = ${ids.get('ada') ?? ''}`;
    expect(await found('ada byron')).toEqual(['ada']);
    expect(await found('ada love')).toEqual([]);
  });
});
