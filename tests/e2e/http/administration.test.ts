import { randomUUID } from 'node:crypto';
import { SCOPES } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { type Operation, scopeOf } from '@gatehouse/platform/edge';
import { Administration } from '../../support/administration.js';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const NEVER_WAS = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';

/** What each may do, written down once more: a table that a reader can check, and that the code must agree with. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  nobody: [],
  user: ['account'],
  support: [
    'account',
    'applications:read',
    'users:read',
    'messages:read',
    'codes:send',
    'messages:retry',
    'statistics:read',
    'webhooks:read',
  ],
  admin: SCOPES,
  operator: SCOPES,
  key: SCOPES.filter((scope) => scope !== 'account' && scope !== 'roles:write'),
};

describe('administration', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  const bearers: Record<string, string> = {};

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    for (const slug of ['shop', 'bank']) await admin.createApplication(slug);
    // Applications are kept in memory for two seconds, and nothing has asked for one yet.
    for (const role of ['user', 'support', 'admin'] as const) bearers[role] = (await admin.someone(role, 'shop')).token;
    bearers['operator'] = (await admin.someone('admin')).token;
    bearers['key'] = (await admin.keyOf('shop')).key;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const routes = (): readonly Operation[] => api.container.getAll(PLATFORM.operations).flat();
  const administrative = () => routes().filter(({ security }) => security === 'administration');
  const pathOf = ({ path }: Operation, params: Readonly<Record<string, string>>) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? NEVER_WAS);
  const call = (route: Operation, bearer: string | undefined, params: Readonly<Record<string, string>> = {}) => {
    const request = api.http[route.method](pathOf(route, params));
    return bearer === undefined ? request : request.auth(bearer, { type: 'bearer' });
  };
  const named = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`;

  it('is a dozen routes or more, each of which states its scope', () => {
    expect(administrative().length).toBeGreaterThan(11);
    expect(administrative().filter((route) => scopeOf(route) === null)).toEqual([]);
    for (const { path, security } of routes()) {
      expect({ path, isAdministrative: security === 'administration' }).toEqual({
        path,
        isAdministrative: path.startsWith('/v1/admin/') || path === '/v1/events',
      });
    }
  });

  const expectedOf = (who: string, scope: string, { security }: Operation): string => {
    if (MAY[who]?.includes(scope)) return 'let in';
    return who === 'nobody' || (who === 'key' && security === 'bearer') ? '401 token-invalid' : '403 scope-missing';
  };
  const outcomeOf = ({ status, body }: Awaited<ReturnType<typeof call>>): string => {
    const { code } = body as { code?: string };
    return status === 401 || code === 'scope-missing' ? `${status} ${code}` : 'let in';
  };

  it.each(Object.keys(MAY))('lets %s do what the role or key allows, and nothing else, on every route', async (who) => {
    for (const route of routes()) {
      const scope = scopeOf(route);
      if (scope === null) continue;
      const request = call(route, bearers[who], { slug: 'shop', role: 'support' });
      // Who belongs to `shop` says so, where a route cannot know it from a role or key.
      if (route.security === 'bearer' && who !== 'operator') request.set('Gatehouse-Application', 'shop');
      const answer = await request;
      api.expectDocumented(named(route), answer);
      const expected = { route: named(route), answer: expectedOf(who, scope, route) };
      expect({ route: named(route), answer: outcomeOf(answer) }).toEqual(expected);
    }
  });

  describe('of one application', () => {
    const keptOf = (application: string) => db.sql<{ row: string }[]>`
      select to_jsonb(t)::text as row from gatehouse.users t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.application_keys t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.user_roles t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.applications t where slug = ${application}
      union all select to_jsonb(t)::text from gatehouse.deliveries t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.webhooks t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.audit_log t where application = ${application}
      union all select to_jsonb(t)::text from gatehouse.event_log t where application = ${application}
      order by 1`;

    const isPlaced = ({ path }: Operation) => /\{(id|slug)\}/.test(path);

    it.each(['admin', 'key', 'support'])('finds nothing of another one with its ids: %s', async (who) => {
      const [person, key] = [await admin.someone('admin', 'bank'), await admin.keyOf('bank')];
      const letter = randomUUID();
      await db.sql`
        insert into gatehouse.deliveries (application, id, user_id, code_id, channel, state, attempts, not_before,
          deadline, failed_at, failure)
        values ('bank', ${letter}, ${person.id}, ${person.id}, 'mail', 'failed', 1, now(), now(), now(), 'refused')`;
      const before = await keptOf('bank');
      const ids = [person.id, key.id, letter];
      const calls = administrative().flatMap((route) => ids.map((id) => ({ route, id })));
      for (const { route, id } of calls) {
        const answer = await call(route, bearers[who], { id, slug: 'bank', role: 'admin' });
        api.expectDocumented(named(route), answer);
        expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${person.id}|${key.id}|${letter}|"bank"|The bank`));
        const outcome = { route: named(route), isFound: isPlaced(route) && ![403, 404, 422].includes(answer.status) };
        expect(outcome).toEqual({ route: named(route), isFound: false });
      }
      expect(await keptOf('bank')).toEqual(before);
    });

    it.each(['admin', 'key', 'support', 'user'])('is closed to %s of another one who names it', async (who) => {
      const before = await keptOf('bank');
      for (const route of administrative()) {
        const answer = await call(route, bearers[who], { slug: 'bank' }).set('Gatehouse-Application', 'bank');
        expect({ route: named(route), status: answer.status }).toEqual({ route: named(route), status: 401 });
      }
      expect(await keptOf('bank')).toEqual(before);
    });

    it('names itself where the caller names none', async () => {
      for (const who of ['admin', 'key']) {
        const answer = await admin.call(bearers[who] ?? '', 'get', '/v1/admin/applications');
        expect(answer.body).toMatchObject({ applications: [{ slug: 'shop' }], nextAfter: null });
      }
    });
  });

  it('of `default` is that of every application, for people and not for keys', async () => {
    const operator = bearers['operator'] ?? '';
    const all = await admin.call(operator, 'get', '/v1/admin/applications');
    expect((all.body as { applications: { slug: string }[] }).applications.map(({ slug }) => slug)).toEqual([
      'bank',
      'default',
      'shop',
    ]);
    const key = await admin.call(operator, 'post', '/v1/admin/keys', 'bank').send({ name: 'for the bank' });
    expect(key.status).toBe(201);
    const { key: text } = (await admin.keyOf()) as { key: string };
    const own = await admin.call(text, 'get', '/v1/admin/applications');
    expect(own.body).toMatchObject({ applications: [{ slug: 'default' }] });
    expect(await admin.call(text, 'get', '/v1/admin/keys', 'bank')).toMatchObject({ status: 401 });
    expect(await admin.call(text, 'post', '/v1/admin/applications').send({ slug: 'x', name: 'X' })).toMatchObject({
      status: 404,
    });
  });

  it('ends at once with the role, the session, the account or the key', async () => {
    const list = (bearer: string) => admin.call(bearer, 'get', '/v1/admin/applications');
    const [demoted, out, suspended] = [
      await admin.someone('admin', 'shop'),
      await admin.someone('admin', 'shop'),
      await admin.someone('admin', 'shop'),
    ];
    const key = await admin.keyOf('shop');
    for (const bearer of [demoted.token, out.token, suspended.token, key.key]) {
      expect(await list(bearer)).toMatchObject({ status: 200 });
    }
    const boss = bearers['admin'] ?? '';
    expect(await admin.call(boss, 'delete', `/v1/admin/users/${demoted.id}/roles/admin`)).toMatchObject({
      status: 204,
    });
    await admin.call(out.token, 'delete', '/v1/sessions/current', 'shop');
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${suspended.id}`;
    expect(await admin.call(boss, 'delete', `/v1/admin/keys/${key.id}`)).toMatchObject({ status: 204 });
    for (const bearer of [demoted.token, out.token, suspended.token, key.key]) {
      expect(await list(bearer)).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    }
  });

  it('gives a role, which the next token has, and takes it with every session', async () => {
    const ada = await admin.someone('user', 'shop');
    const boss = bearers['admin'] ?? '';
    const path = `/v1/admin/users/${ada.id}/roles/support`;
    expect(await admin.call(ada.token, 'get', '/v1/admin/roles')).toMatchObject({ status: 403 });
    for (const _ of [1, 2]) {
      const granted = await admin.call(boss, 'put', path);
      api.expectDocumented('PUT /v1/admin/users/{id}/roles/{role}', granted);
      expect(granted.status).toBe(204);
    }
    // The role counts from that moment on; tokens made later show it to others too.
    expect(await admin.call(ada.token, 'get', '/v1/admin/roles')).toMatchObject({ status: 200 });
    const token = await admin.tokenOf(ada.person, 'shop');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({
      roles: ['user', 'support'],
      scope:
        'account applications:read users:read messages:read codes:send messages:retry statistics:read webhooks:read',
    });
    expect((await admin.call(boss, 'get', '/v1/admin/roles')).body).toMatchObject({
      roles: expect.arrayContaining([{ userId: ada.id, role: 'support', grantedAt: expect.any(String) }]),
    });

    await Promise.all([1, 2, 3].map(() => admin.call(boss, 'delete', path).expect(204)));
    expect(await admin.call(token, 'get', '/v1/users/me', 'shop')).toMatchObject({ status: 401 });
    const again = await admin.tokenOf(ada.person, 'shop');
    expect(await admin.call(again, 'get', '/v1/admin/roles')).toMatchObject({ status: 403 });
    const acts = await db.sql<{ act: string }[]>`
      select act from gatehouse.audit_log where subject = ${ada.id} order by position`;
    expect(acts.map(({ act }) => act)).toEqual(['role.granted', 'role.revoked']);
  });

  it('creates and changes applications, and people sign up at them', async () => {
    const operator = bearers['operator'] ?? '';
    const fields = { slug: 'club', name: 'Club', policy: { code: { digits: 7 }, password: { minLength: 12 } } };
    const created = await admin.call(operator, 'post', '/v1/admin/applications').send(fields);
    api.expectDocumented('POST /v1/admin/applications', created);
    expect(created).toMatchObject({ status: 201, headers: { location: '/v1/admin/applications/club' }, body: fields });
    const read = await admin.call(operator, 'get', '/v1/admin/applications/club');
    expect(read.body).toEqual(created.body);
    const patch = { policy: { code: { digits: null, lifeSeconds: 90 } }, allowedOrigins: ['https://club.example'] };
    const changed = await admin.call(operator, 'patch', '/v1/admin/applications/club').send(patch);
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', changed);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...patch, policy: { code: { lifeSeconds: 90 }, password: { minLength: 12 } } },
    });
  });

  it('lists applications page by page', async () => {
    const slugs: string[] = [];
    for (let path = '/v1/admin/applications?limit=1'; ; ) {
      const page = await admin.call(bearers['operator'] ?? '', 'get', path);
      api.expectDocumented('GET /v1/admin/applications', page);
      const { applications, nextAfter } = page.body as { applications: { slug: string }[]; nextAfter: string | null };
      expect(applications).toHaveLength(1);
      slugs.push(applications[0]?.slug ?? '');
      if (nextAfter === null) break;
      path = `/v1/admin/applications?limit=1&after=${nextAfter}`;
    }
    expect(slugs).toEqual(['bank', 'club', 'default', 'shop']);
  });

  it('shows who did what, to whom, when and from where', async () => {
    const key = await admin.keyOf('shop');
    const made = await admin.call(key.key, 'post', '/v1/admin/keys').send({ name: 'second' });
    const rotated = await admin.call(key.key, 'post', `/v1/admin/keys/${(made.body as { id: string }).id}/rotation`);
    api.expectDocumented('POST /v1/admin/keys/{id}/rotation', rotated);
    expect(rotated).toMatchObject({ status: 201, body: { name: 'second' } });

    const page = await admin.call(key.key, 'get', '/v1/admin/audit?limit=2');
    api.expectDocumented('GET /v1/admin/audit', page);
    const { entries, nextAfter } = page.body as { entries: { position: string }[]; nextAfter: string };
    expect(entries).toHaveLength(2);
    const rest = await admin.call(key.key, 'get', `/v1/admin/audit?after=${nextAfter}&limit=500`);
    const all = [...entries, ...(rest.body as { entries: { position: string }[] }).entries];
    expect(all.slice(-2)).toMatchObject([
      {
        act: 'key.created',
        subject: (made.body as { id: string }).id,
        administrator: { kind: 'key', id: key.id, application: 'shop' },
        requestId: made.headers['x-request-id'],
      },
      { act: 'key.rotated', subject: (rotated.body as { id: string }).id },
    ]);

    const pages: unknown[] = [];
    for (let after = ''; ; ) {
      const latest = await admin.call(key.key, 'get', `/v1/admin/audit?order=latest-first&limit=7${after}`);
      api.expectDocumented('GET /v1/admin/audit', latest);
      const found = latest.body as { entries: object[]; nextAfter: string | null };
      pages.push(...found.entries);
      if (found.nextAfter === null) break;
      after = `&after=${found.nextAfter}`;
    }
    expect(pages).toEqual(all.toReversed());

    const stream = await admin.call(key.key, 'get', '/v1/admin/audit').set('Accept', 'application/x-ndjson').buffer();
    expect(stream).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-ndjson' } });
    const text = stream.text ?? String(stream.body);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual(all);
    expect(text).not.toContain((made.body as { key: string }).key.slice(40, 60));
  });

  it('exports what was done in every application, in one order, for who looks after all of them alone', async () => {
    await admin.keyOf('shop');
    await admin.keyOf('bank');
    await admin.keyOf('shop');
    const all = '/v1/admin/audit?applications=all';
    const page = await admin.call(bearers['operator'] ?? '', 'get', `${all}&limit=500`);
    api.expectDocumented('GET /v1/admin/audit', page);
    const { entries } = page.body as { entries: { position: string; application: string; act: string }[] };
    expect(entries.filter(({ act }) => act === 'key.created').slice(-3)).toMatchObject([
      { application: 'shop' },
      { application: 'bank' },
      { application: 'shop' },
    ]);
    const positions = entries.map(({ position }) => Number(position));
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    const latest = await admin.call(bearers['operator'] ?? '', 'get', `${all}&order=latest-first&limit=500`);
    expect((latest.body as { entries: object[] }).entries).toEqual(entries.toReversed());
    const [third] = positions.slice(2);
    const rest = await admin.call(bearers['operator'] ?? '', 'get', `${all}&after=${third}&limit=500`);
    expect((rest.body as { entries: unknown[] }).entries).toEqual(entries.slice(3));

    const { key: ofDefault } = await admin.keyOf();
    for (const bearer of [bearers['admin'], bearers['key'], ofDefault]) {
      const answer = await admin.call(bearer ?? '', 'get', all);
      api.expectDocumented('GET /v1/admin/audit', answer);
      expect(answer).toMatchObject({ status: 403, body: { code: 'scope-missing' } });
    }
  });

  it('reads the funnel: each its own application, and those who look after all of them every one', async () => {
    await db.sql`
      insert into gatehouse.funnel_days (application, day, signed_up, mailed)
      values ('shop', '2026-05-01', 3, 2), ('bank', '2026-05-01', 7, 7)`;
    const path = '/v1/admin/statistics/funnel?from=2026-05-01&to=2026-05-31';
    const counts = { activated: 0, superseded: 0, expired: 0, medianSecondsToActivate: null };
    const [shop, bank] = [
      { ...counts, application: 'shop', day: '2026-05-01', signedUp: 3, mailed: 2 },
      { ...counts, application: 'bank', day: '2026-05-01', signedUp: 7, mailed: 7 },
    ];
    const [key = '', operator = ''] = [bearers['key'], bearers['operator']];
    const own = await admin.call(key, 'get', path);
    api.expectDocumented('GET /v1/admin/statistics/funnel', own);
    expect(own.body).toMatchObject({ from: '2026-05-01', to: '2026-05-31', days: [shop], total: { signedUp: 3 } });
    for (const other of ['bank', '*', 'nobodys'])
      expect(await admin.call(key, 'get', `${path}&application=${other}`)).toMatchObject({ status: 404 });
    expect((await admin.call(operator, 'get', `${path}&application=bank`)).body).toMatchObject({ days: [bank] });
    expect((await admin.call(operator, 'get', `${path}&application=*`)).body).toMatchObject({
      days: [bank, shop],
      total: { signedUp: 10 },
    });
    expect((await admin.call(operator, 'get', '/v1/admin/statistics/funnel')).body).toMatchObject({ days: [] });
    for (const days of ['from=2026-05-02&to=2026-05-01', 'from=2025-05-01&to=2026-05-02'])
      expect(await admin.call(key, 'get', `/v1/admin/statistics/funnel?${days}`)).toMatchObject({ status: 422 });
  });

  it('exports a log of many batches whole', async () => {
    await db.sql`
      insert into gatehouse.audit_log (application, act, subject, details, administrator_kind,
        administrator_application, request_id)
      select 'bank', 'test.act', number::text, '{}', 'operator', 'default', 'tests' from generate_series(1, 1200) number`;
    const { key } = await admin.keyOf('bank');
    const stream = await fetch(`${api.url}/v1/admin/audit`, {
      headers: { Authorization: `Bearer ${key}`, Accept: 'application/x-ndjson' },
    });
    const entries = (await stream.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { act: string; subject: string });
    expect(entries.filter(({ act }) => act === 'test.act').map(({ subject }) => Number(subject))).toEqual(
      Array.from({ length: 1_200 }, (_, number) => number + 1),
    );
  });
});
