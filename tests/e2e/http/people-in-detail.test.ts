import { Administration } from '../../support/administration.js';
import { ApiHarness, otherThan, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

interface Code {
  readonly purpose: string;
  readonly state: string;
  readonly triesLeft: number;
}

describe('what support sees of one person', () => {
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
    boss = (await admin.someone('admin', 'shop')).token;
    support = (await admin.someone('support', 'shop')).token;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  async function codesOf(id: string): Promise<Code[]> {
    const answer = await admin.call(support, 'get', `/v1/admin/users/${id}/codes`);
    api.expectDocumented('GET /v1/admin/users/{id}/codes', answer);
    return (answer.body as { codes: Code[] }).codes;
  }

  it('tells of each code how it stands, and never its digits', async () => {
    const ada = somebody();
    const id = await api.register(ada, 'shop');
    expect(await codesOf(id)).toMatchObject([
      { purpose: 'activation', channel: 'mail', number: 1, digits: 4, state: 'queued', sentAt: null, triesLeft: 3 },
    ]);
    const digits = await api.send(id, 'shop');
    expect(await codesOf(id)).toMatchObject([{ state: 'sending', expiresAt: null }]);
    await api.deliver(id, 'shop');
    expect(await codesOf(id)).toMatchObject([{ state: 'valid', expiresAt: expect.any(String) }]);
    await api.activate(ada, otherThan(digits), 'shop').expect(422);
    expect(await codesOf(id)).toMatchObject([{ state: 'valid', triesLeft: 2 }]);

    await db.advance(61_000);
    expect(await codesOf(id)).toMatchObject([{ state: 'expired' }]);
    await admin.call(support, 'post', `/v1/admin/users/${id}/activation/code`).expect(202);
    await api.activate(ada, await api.deliver(id, 'shop'), 'shop').expect(200);
    const [second, first] = await codesOf(id);
    expect([second, first]).toMatchObject([
      { number: 2, state: 'used' },
      { number: 1, state: 'expired' },
    ]);
    const answer = await admin.call(support, 'get', `/v1/admin/users/${id}/codes`);
    expect(answer.text).not.toContain(`"${digits}"`);
  });

  it('tells of spent and replaced codes, and of a reset that only its owner can get', async () => {
    const ada = somebody();
    const spent = await api.register(ada, 'shop');
    const digits = await api.deliver(spent, 'shop');
    for (const _ of [1, 2, 3]) await api.activate(ada, otherThan(digits), 'shop');
    expect(await codesOf(spent)).toMatchObject([{ state: 'spent', triesLeft: 0 }]);

    const eve = somebody();
    const [first, second] = [await api.register(eve, 'shop'), await api.register(eve, 'shop')];
    await db.advance(31_000);
    await api.activate(eve, await api.deliver(second, 'shop'), 'shop').expect(200);
    expect((await codesOf(first)).map(({ state }) => state)).toEqual(['void']);

    await db.advance(31_000);
    await api.http
      .post('/v1/password-resets')
      .set('Gatehouse-Application', 'shop')
      .send({ email: eve.email })
      .expect(202);
    expect((await codesOf(second)).map(({ purpose }) => purpose)).toEqual(['password-reset', 'activation']);
    expect((await codesOf(first)).map(({ purpose }) => purpose)).toEqual(['activation']);
  });

  it('shows where they are signed in, and an administrator signs them out everywhere', async () => {
    const ada = await admin.someone('user', 'shop');
    await admin.tokenOf(ada.person, 'shop');
    const path = `/v1/admin/users/${ada.id}/sessions`;
    const sessions = async () => {
      const answer = await admin.call(support, 'get', path);
      api.expectDocumented('GET /v1/admin/users/{id}/sessions', answer);
      return (answer.body as { sessions: { current: boolean }[] }).sessions;
    };
    expect(await sessions()).toMatchObject([{ current: false }, { current: false }]);
    await admin.call(support, 'delete', path).expect(403);
    for (const _ of [1, 2]) {
      const answer = await admin.call(boss, 'delete', path);
      api.expectDocumented('DELETE /v1/admin/users/{id}/sessions', answer);
      expect(answer.status).toBe(204);
    }
    expect(await sessions()).toEqual([]);
    const mine = api.http.get('/v1/sessions').set('Gatehouse-Application', 'shop').auth(ada.token, { type: 'bearer' });
    expect(await mine).toMatchObject({ status: 401 });
    expect(await admin.tokenOf(ada.person, 'shop')).toBeTruthy();

    const noted = await db.sql`
      select act from gatehouse.audit_log where subject = ${ada.id} and act <> 'users.looked-up'`;
    expect(noted.map(({ act }) => act)).toEqual(['user.signed-out']);
    const told = await db.sql`
      select data ->> 'reason' as reason from gatehouse.event_log
      where subject = ${ada.id} and type = 'session.revoked.v1'`;
    expect(told.map(({ reason }) => reason)).toEqual(['signed-out', 'signed-out']);
  });

  it('counts what waits and what was given up, of their own application alone', async () => {
    const backlog = async () => {
      const answer = await admin.call(support, 'get', '/v1/admin/statistics/messages');
      api.expectDocumented('GET /v1/admin/statistics/messages', answer);
      return answer.body as object;
    };
    await db.sql`delete from gatehouse.deliveries`;
    expect(await backlog()).toEqual({ waiting: 0, oldestWaitingSince: null, deadLetters: 0, isPartial: false });
    const deliveries = [
      ['shop', 'queued', 60, null],
      ['shop', 'sending', 5, null],
      ['shop', 'sent', 90, null],
      ['shop', 'failed', 100, 'refused'],
      ['shop', 'failed', 100, 'code-over'],
      ['default', 'queued', 500, null],
    ] as const;
    for (const [application, state, age, failure] of deliveries)
      await db.sql`
        insert into gatehouse.deliveries (application, id, user_id, code_id, channel, state, attempts, not_before,
          deadline, created_at, failed_at, failure)
        select ${application}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'mail', ${state}, 0, now, now,
          '2026-11-21T12:00:00Z'::timestamptz - make_interval(secs => ${age}),
          case when ${failure}::text is not null then now end, ${failure}
        from gatehouse.now() as now`;
    expect(await backlog()).toEqual({
      waiting: 2,
      oldestWaitingSince: '2026-11-21T11:59:00.000Z',
      deadLetters: 1,
      isPartial: false,
    });
  });
});
