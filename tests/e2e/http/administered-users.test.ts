import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

interface UserRecord {
  readonly id: string;
  readonly state: string;
  readonly email: string | null;
}

describe('people, as administrators see them', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let boss: string;
  let support: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    await admin.createApplication('shop');
    await admin.createApplication('bank');
    boss = (await admin.someone('admin', 'shop')).token;
    support = (await admin.someone('support', 'shop')).token;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const usersIn = (body: unknown) => (body as { users: UserRecord[] }).users;
  const actsOn = async (subject: string) =>
    (
      await db.sql<{ act: string }[]>`
        select act from gatehouse.audit_log where subject = ${subject} and act <> 'users.looked-up' order by position`
    ).map(({ act }) => act);

  it('are found by their exact address, whatever its case, in their own application alone', async () => {
    const ada = somebody();
    const id = await api.activated(ada, 'shop');
    await api.register(ada, 'bank');
    const lookUp = (email: string) => admin.call(support, 'post', '/v1/admin/users/lookup').send({ email });
    const found = await lookUp(ada.email.toUpperCase());
    api.expectDocumented('POST /v1/admin/users/lookup', found);
    expect(usersIn(found.body)).toMatchObject([{ id, state: 'active', email: ada.email, emailVerified: true }]);
    expect(usersIn((await lookUp(ada.email.slice(1))).body)).toEqual([]);
    expect(usersIn((await lookUp(`%${ada.email.slice(1)}`)).body)).toEqual([]);
  });

  it('are listed by state and time, page by page, none twice and none left out', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 7; number += 1) ids.unshift(await api.register(somebody(), 'bank'));
    const { token } = await admin.someone('admin', 'bank');
    const everybody: string[] = [];
    for (let path = '/v1/admin/users?state=pending&limit=3'; ; ) {
      const page = await admin.call(token, 'get', path);
      api.expectDocumented('GET /v1/admin/users', page);
      everybody.push(...usersIn(page.body).map(({ id }) => id));
      const { nextAfter } = page.body as { nextAfter: string | null };
      if (nextAfter === null) break;
      path = `/v1/admin/users?state=pending&limit=3&after=${nextAfter}`;
    }
    expect(everybody.slice(0, 7)).toEqual(ids);
    expect(new Set(everybody).size).toBe(everybody.length);

    const all = usersIn((await admin.call(token, 'get', '/v1/admin/users')).body);
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['pending', 'active']));
    const [middle] = await db.sql<{ at: string }[]>`
      select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from gatehouse.users where id = ${ids[3] ?? ''}`;
    const since = await admin.call(token, 'get', `/v1/admin/users?state=pending&createdFrom=${middle?.at}`);
    expect(usersIn(since.body).map(({ id }) => id)).toEqual(ids.slice(0, 4));
    const until = await admin.call(token, 'get', `/v1/admin/users?state=pending&createdBefore=${middle?.at}`);
    expect(usersIn(until.body).map(({ id }) => id)).toEqual(everybody.slice(4));
  });

  it('have a timeline of what happened, with the messages that it caused', async () => {
    const ada = somebody();
    const id = await api.activated(ada, 'shop');
    const [event] = await db.sql<{ id: string; code: string }[]>`
      select id, data ->> 'codeId' as code from gatehouse.event_log
      where subject = ${id} and type = 'activation-code.issued.v1'`;
    await db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, provider, sent_at)
      values ('shop', ${event?.id ?? ''}, ${id}, ${event?.code ?? ''}, 'mail', 'activation-code', 'sent', 2, now(), now(),
        'mailjet', now())`;
    const path = `/v1/admin/users/${id}/timeline`;
    const whole = await admin.call(support, 'get', path);
    api.expectDocumented('GET /v1/admin/users/{id}/timeline', whole);
    const { entries, nextAfter } = whole.body as { entries: { type: string; position: string }[]; nextAfter: null };
    expect(entries.map(({ type }) => type)).toEqual([
      'user.activated.v1',
      'activation-code.issued.v1',
      'user.registered.v1',
    ]);
    expect(nextAfter).toBeNull();
    expect(entries[1]).toMatchObject({
      message: { channel: 'mail', template: 'activation-code', state: 'sent', attempts: 2, provider: 'mailjet' },
    });
    const first = await admin.call(support, 'get', `${path}?limit=2`);
    const next = (first.body as { nextAfter: string }).nextAfter;
    const second = await admin.call(support, 'get', `${path}?limit=2&after=${next}`);
    expect(second.body).toEqual({ entries: entries.slice(2), nextAfter: null });
  });

  it('are suspended and resumed, once in the log however often it is asked', async () => {
    const ada = await admin.someone('user', 'shop');
    const path = `/v1/admin/users/${ada.id}/suspension`;
    expect(await admin.call(support, 'put', path).send({ reason: 'x' })).toMatchObject({ status: 403 });
    const suspend = () => admin.call(boss, 'put', path).send({ reason: 'Chargebacks' });
    const answers = await Promise.all([suspend(), suspend(), suspend()]);
    for (const answer of answers) {
      api.expectDocumented('PUT /v1/admin/users/{id}/suspension', answer);
      expect(answer.status).toBe(204);
    }
    const seen = await admin.call(support, 'get', `/v1/admin/users/${ada.id}`);
    api.expectDocumented('GET /v1/admin/users/{id}', seen);
    expect(seen.body).toMatchObject({ state: 'suspended', suspensionReason: 'Chargebacks' });
    const signIn = () => api.http.post('/v1/sessions').set('Gatehouse-Application', 'shop').send(ada.person);
    expect(await signIn()).toMatchObject({ status: 403, body: { code: 'account-suspended' } });

    const resumed = await admin.call(boss, 'delete', path);
    api.expectDocumented('DELETE /v1/admin/users/{id}/suspension', resumed);
    expect(resumed.status).toBe(204);
    expect(await signIn()).toMatchObject({ status: 201 });
    expect(await actsOn(ada.id)).toEqual(['user.suspended', 'user.resumed']);
    const log = JSON.stringify((await admin.call(boss, 'get', '/v1/admin/audit?limit=500')).body);
    expect(log).not.toContain('Chargebacks');
    expect(log).not.toContain(ada.person.email);
  });

  it('are erased for good, and what is left contains no personal data', async () => {
    const ada = await admin.someone('user', 'shop');
    const path = `/v1/admin/users/${ada.id}`;
    expect(await admin.call(support, 'delete', path)).toMatchObject({ status: 403 });
    for (const _ of [1, 2]) {
      const erased = await admin.call(boss, 'delete', path);
      api.expectDocumented('DELETE /v1/admin/users/{id}', erased);
      expect(erased.status).toBe(204);
    }
    const left = await admin.call(boss, 'get', path);
    api.expectDocumented('GET /v1/admin/users/{id}', left);
    expect(left.body).toMatchObject({ id: ada.id, state: 'erased', email: null, name: null, phone: null });
    const timeline = await admin.call(boss, 'get', `${path}/timeline`);
    api.expectDocumented('GET /v1/admin/users/{id}/timeline', timeline);
    expect(timeline.text).not.toContain(ada.person.email);
    const { users } = (await admin.call(boss, 'post', '/v1/admin/users/lookup').send({ email: ada.person.email })).body;
    expect(users).toEqual([]);
    expect(await actsOn(ada.id)).toEqual(['user.erased']);
    expect(await admin.call(ada.token, 'get', '/v1/users/me', 'shop')).toMatchObject({ status: 401 });
  });

  it('get another code when somebody of the support asks for it, who can do them no harm', async () => {
    const id = await api.register(somebody(), 'shop');
    await api.deliver(id, 'shop');
    await db.advance(31_000);
    const { token } = await admin.someone('support', 'shop');
    expect(await admin.call(token, 'post', `/v1/admin/users/${id}/activation/code`)).toMatchObject({ status: 202 });
    expect(await actsOn(id)).toEqual(['activation-code.resent']);
    expect(await admin.call(token, 'delete', `/v1/admin/users/${id}`)).toMatchObject({ status: 403 });
  });

  it('get another code when an administrator asks for it, and the log says so', async () => {
    const ada = somebody();
    const id = await api.register(ada, 'shop');
    const first = await api.deliver(id, 'shop');
    await db.advance(31_000);
    const answer = await admin.call((await admin.keyOf('shop')).key, 'post', `/v1/admin/users/${id}/activation/code`);
    api.expectDocumented('POST /v1/admin/users/{id}/activation/code', answer);
    expect(answer.status).toBe(202);
    expect(await api.deliver(id, 'shop')).toHaveLength(first.length);
    expect(await actsOn(id)).toEqual(['activation-code.resent']);
    // People who ask for themselves are not administrators.
    await db.advance(31_000);
    await api.http.post('/v1/users/activation/code').set('Gatehouse-Application', 'shop').send({ email: ada.email });
    expect(await actsOn(id)).toEqual(['activation-code.resent']);
  });
});
