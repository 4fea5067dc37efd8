import { documentedOperations } from '../../../apps/api/operations.js';
import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

interface Noted {
  readonly act: string;
  readonly subject: string;
  readonly details: { readonly by: string; readonly count: number; readonly userIds?: readonly string[] };
  readonly administrator_kind: string;
  readonly administrator_id: string | null;
}

describe('what administrators look at is in the audit log', () => {
  const ada = somebody();
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let support: { readonly id: string; readonly token: string };
  let userId: string;
  let messageId: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    await admin.createApplication('shop');
    support = await admin.someone('support', 'shop');
    userId = await api.activated(ada, 'shop');
    const [message] = await db.sql<{ id: string }[]>`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline)
      values ('shop', gen_random_uuid(), ${userId}, gen_random_uuid(), 'mail', 'activation-code', 'queued', 0, now(), now())
      returning id`;
    messageId = message?.id ?? '';
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  /** What a call, by its method and path, leaves in the log. */
  async function notedBy(call: string, body?: object, bearer = support.token): Promise<Noted[]> {
    const [{ last } = { last: '0' }] = await db.sql<{ last: string }[]>`
      select coalesce(max(position), 0)::text as last from gatehouse.audit_log`;
    const [method, path = ''] = call.split(' ');
    // No viewing of an earlier call goes on.
    await db.advance(60_000);
    const answer = await admin.call(bearer, method === 'POST' ? 'post' : 'get', path).send(body);
    expect([call, answer.status]).toEqual([call, 200]);
    return await db.sql<Noted[]>`
      select act, subject, details, administrator_kind, administrator_id from gatehouse.audit_log
      where position > ${last}::bigint and application = 'shop' order by position`;
  }

  const bodies = (): Readonly<Record<string, object>> => ({
    '/v1/admin/users/lookup': { email: ada.email },
    '/v1/admin/users/search': { text: ada.email.slice(0, 20) },
    '/v1/admin/messages/lookup': { email: ada.email },
  });
  const reads = documentedOperations().filter(
    ({ path, scope }) =>
      /^\/v1\/admin\/(users|messages|feedback)/.test(path) && /^(users|messages):read$/.test(scope ?? ''),
  );

  it.each(reads.map(({ method, path }) => `${method.toUpperCase()} ${path}`))('%s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const id = path.startsWith('/v1/admin/messages') ? messageId : userId;
    const noted = await notedBy(`${method} ${path.replace('{id}', id)}`, bodies()[path]);
    expect(noted).toHaveLength(1);
    expect(noted[0]).toMatchObject({ administrator_kind: 'user', administrator_id: support.id });
    expect(noted[0]?.act).toMatch(/^(users|messages)\.looked-up$/);
    expect(JSON.stringify(noted)).not.toContain(ada.email.split('@')[0]);
  });

  it('with whom they saw: one person as the subject, several by their ids, of a list the number', async () => {
    const one = { subject: userId, details: { by: 'address', count: 1 } };
    expect(await notedBy('POST /v1/admin/users/lookup', { email: ada.email })).toMatchObject([one]);
    expect(await notedBy('POST /v1/admin/messages/lookup', { email: ada.email })).toMatchObject([one]);
    expect(await notedBy(`GET /v1/admin/messages?userId=${userId}`)).toMatchObject([
      { act: 'messages.looked-up', subject: userId, details: { by: 'id', count: 1 } },
    ]);

    const twice = somebody();
    const both = [await api.register(twice, 'shop'), await api.register(twice, 'shop')];
    const [several] = await notedBy('POST /v1/admin/users/lookup', { email: twice.email });
    expect(several).toMatchObject({ subject: 'shop', details: { by: 'address', count: 2 } });
    expect([...(several?.details.userIds ?? [])].sort()).toEqual(both.sort());

    const [list] = await notedBy('GET /v1/admin/users?limit=3');
    expect(list).toMatchObject({ subject: 'shop', details: { by: 'list', count: 3 } });
    expect(list?.details).not.toHaveProperty('userIds');
  });

  it('once for all that a person looks up of one account within a minute', async () => {
    expect(await notedBy(`GET /v1/admin/users/${userId}`)).toMatchObject([
      { subject: userId, details: { by: 'id', count: 1 } },
    ]);
    const noted = () => db.sql`
      select 1 from gatehouse.audit_log where subject = ${userId} and act = 'users.looked-up'`;
    const before = (await noted()).length;
    const paths = ['codes', 'sessions', 'timeline'].map((part) => `/v1/admin/users/${userId}/${part}`);
    await Promise.all(paths.map((path) => admin.call(support.token, 'get', path).expect(200)));
    expect(await noted()).toHaveLength(before);
    const other = await admin.someone('support', 'shop');
    await admin.call(other.token, 'get', paths[0] ?? '').expect(200);
    const { key } = await admin.keyOf('shop');
    for (const _ of [1, 2]) await admin.call(key, 'get', paths[0] ?? '').expect(200);
    expect(await noted()).toHaveLength(before + 3);
  });

  it('even if they found no one, and by keys as well', async () => {
    const { key } = await admin.keyOf('shop');
    expect(await notedBy('POST /v1/admin/users/lookup', { email: somebody().email }, key)).toMatchObject([
      { subject: 'shop', details: { by: 'address', count: 0 }, administrator_kind: 'key' },
    ]);
  });

  it('before it is shown: what cannot be noted is not answered', async () => {
    await db.sql`alter table gatehouse.audit_log add constraint refused check (act not like '%.looked-up') not valid`;
    try {
      const answer = await admin.call(support.token, 'post', '/v1/admin/users/lookup').send({ email: ada.email });
      expect(answer.status).toBe(500);
      expect(answer.text).not.toContain(userId);
    } finally {
      await db.sql`alter table gatehouse.audit_log drop constraint refused`;
    }
  });
});
