import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { type Database, DatabaseFault } from '@gatehouse/platform/postgres';
import { EraseUser } from '@gatehouse/registration/contract';
import type { Response } from 'supertest';
import { ApiHarness, somebody } from '../../support/api.js';
import { newKey, repeatable, send } from './idempotency/requests.js';
import { Stage } from './problems/stage.js';

const DAY = 86_400_000;
const BAD_KEYS = [
  '',
  'short',
  'x'.repeat(256),
  `${newKey()}, ${newKey()}`,
  `${newKey()}"`,
  'k\u00e4se-und-brot-und-wein',
];
const REPLAYED = 'idempotent-replayed';

describe('a request with an Idempotency-Key', () => {
  const stage = new Stage();
  let api: ApiHarness;
  let anotherProcess: ApiHarness;
  let losing: { next: boolean };

  beforeAll(async () => {
    await stage.open();
    api = stage.api;
    await stage.db.sql`
      insert into gatehouse.applications (slug, name, policy)
      values ('elsewhere', 'Elsewhere', '{}'), ('phones-too', 'Phones, too', '{"requirePhone": true}')`;
    anotherProcess = await ApiHarness.open(stage.db);
    losing = losesAnswers(api.container.get(PLATFORM.database));
  });
  afterAll(async () => {
    await anotherProcess.close();
    await stage.close();
  });

  /** When armed, loses the connection after the next statement that has kept an answer was committed. */
  function losesAnswers(database: Database): { next: boolean } {
    const armed = { next: false };
    const query = database.query.bind(database);
    const kept = async () => (await stage.db.sql`select id from gatehouse.idempotency_keys`).length;
    database.query = (async (build: Parameters<Database['query']>[0]) => {
      if (!armed.next) return query(build);
      const before = await kept();
      const rows = await query(build);
      if ((await kept()) === before) return rows;
      armed.next = false;
      throw new DatabaseFault('gone', 'The connection is lost', { mayHaveCommitted: true });
    }) as Database['query'];
    return armed;
  }

  /** Rows of everything that such requests bring about. */
  const effects = async (): Promise<Record<string, unknown> | undefined> => {
    const [counts] = await stage.db.sql`
      select (select count(*)::int from gatehouse.users) as users,
        (select count(*)::int from gatehouse.activation_codes) as codes,
        (select count(*)::int from gatehouse.sessions) as sessions,
        (select count(*)::int from gatehouse.applications) as applications,
        (select count(*)::int from gatehouse.application_keys) as keys,
        (select count(*)::int from gatehouse.notices) as notices,
        (select count(*)::int from gatehouse.event_log) as events,
        (select count(*)::int from gatehouse.audit_log) as acts,
        (select sum(cardinality(hits))::int from gatehouse.throttles where bucket like 'messages-%') as messages`;
    return counts;
  };
  const summary = ({ status, body, headers }: Response) => ({
    status,
    body: status < 400 ? body : (body as { code: string }).code,
    location: headers['location'],
  });

  it('is honoured by every route that makes something, and every other POST says why it needs none', () => {
    const posts = api.container
      .getAll(PLATFORM.operations)
      .flat()
      .filter(({ method }) => method === 'post');
    const byKey = posts.filter(({ idempotency }) => idempotency === 'by-key');
    expect(Object.keys(repeatable).sort()).toEqual(byKey.map(({ path }) => `POST ${path}`).sort());
    const reasons = posts.flatMap(({ path, idempotency }) =>
      typeof idempotency === 'object' ? [{ path, words: idempotency.noKeyBecause.split(' ').length }] : [],
    );
    expect(byKey.length + reasons.length).toBe(posts.length);
    expect(reasons.filter(({ words }) => words < 2)).toEqual([]);
  });

  describe.each(Object.entries(repeatable))('%s', (operation, likesOn) => {
    it('is answered as before when it comes again, and another one is not taken for it', async () => {
      const { same, other, others } = await likesOn(stage);
      const before = await effects();
      for (const bad of BAD_KEYS) {
        const answer = await send(api, same, bad);
        api.expectDocumented(operation, answer);
        expect({ bad, ...summary(answer) }).toMatchObject({ bad, status: 400, body: 'idempotency-key-invalid' });
      }
      expect(await effects()).toEqual(before);

      const key = newKey();
      const first = await send(api, same, key);
      api.expectDocumented(operation, first);
      expect([201, 202]).toContain(first.status);
      expect(first.headers[REPLAYED]).toBeUndefined();

      const after = await effects();
      for (const process of [api, anotherProcess]) {
        const again = await send(process, same, `"${key}"`);
        api.expectDocumented(operation, again);
        expect(summary(again)).toEqual(summary(first));
        expect(again.headers[REPLAYED]).toBe('true');
      }
      const another = await send(api, other, key);
      api.expectDocumented(operation, another);
      expect(summary(another)).toMatchObject({ status: 422, body: 'idempotency-key-used' });
      expect(await effects()).toEqual(after);

      const independent = await send(api, others, key);
      expect(independent.status).toBe(first.status);
      expect(independent.headers[REPLAYED]).toBeUndefined();
      expect(await effects()).not.toEqual(after);
    });

    it('is done once of two at once, in one process or two', async () => {
      const { same } = await likesOn(stage);
      const [key, before] = [newKey(), await effects()];
      const answers = await Promise.all([send(api, same, key), send(anotherProcess, same, key), send(api, same, key)]);
      for (const answer of answers) api.expectDocumented(operation, answer);
      const done = answers.filter(({ status }) => status < 300);
      expect(done.length).toBeGreaterThanOrEqual(1);
      expect(done.filter(({ headers }) => headers[REPLAYED] === undefined)).toHaveLength(1);
      for (const answer of done) expect(summary(answer)).toEqual(summary(done[0] as Response));
      for (const answer of answers.filter(({ status }) => status >= 300)) {
        expect(summary(answer)).toMatchObject({ status: 409, body: 'idempotency-in-flight' });
        expect(answer.headers['retry-after']).toBe('1');
      }
      const once = await effects();
      expect(once).not.toEqual(before);
      expect(summary(await send(api, same, key))).toEqual(summary(done[0] as Response));
      expect(await effects()).toEqual(once);
    });

    it('is answered when it was done and the answer got lost', async () => {
      const { same } = await likesOn(stage);
      const [key, before] = [newKey(), await effects()];
      losing.next = true;
      expect(summary(await send(api, same, key))).toMatchObject({ status: 503, body: 'busy' });
      const after = await effects();
      expect(after).not.toEqual(before);
      const again = await send(anotherProcess, same, key);
      api.expectDocumented(operation, again);
      expect([201, 202]).toContain(again.status);
      expect(again.headers[REPLAYED]).toBe('true');
      expect(await effects()).toEqual(after);
    });
  });

  it('finds its sign-in done as it was: the tokens are good, and are nowhere in the database', async () => {
    const person = await stage.activeSomebody();
    const request = { path: '/v1/sessions', headers: {}, body: person };
    const key = newKey();
    await send(api, request, key);
    const { body } = await send(api, request, key);
    const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
    expect(await stage.as(accessToken, 'get', '/v1/users/me')).toMatchObject({ status: 200 });
    expect(await api.http.post('/v1/sessions/refresh').send({ refreshToken })).toMatchObject({ status: 200 });
    const rows = await stage.db.sql<{ row: string }[]>`
      select to_jsonb(k)::text || encode(answer, 'escape') || encode(id, 'escape') as row
      from gatehouse.idempotency_keys k where answer is not null`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) {
      for (const secret of [accessToken, refreshToken, person.email, person.password, key]) {
        expect(row).not.toContain(secret);
        expect(row).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
  });

  it('is no way to try passwords: after twenty tries there is no answer any more', async () => {
    const person = await stage.activeSomebody();
    const key = newKey();
    const signIn = (password: string) =>
      send(api, { path: '/v1/sessions', headers: {}, body: { ...person, password } }, key);
    await signIn(person.password);
    for (let wrong = 0; wrong < 20; wrong += 1) {
      expect(summary(await signIn(`wrong ${wrong} wrong`))).toMatchObject({
        status: 422,
        body: 'idempotency-key-used',
      });
    }
    expect(summary(await signIn(person.password))).toMatchObject({ status: 422, body: 'idempotency-key-used' });
  });

  it('that was refused is done when it can be', async () => {
    const person = await stage.activeSomebody();
    const key = newKey();
    const wrong = { path: '/v1/sessions', headers: {}, body: { ...person, password: 'not the password' } };
    expect(await send(api, wrong, key)).toMatchObject({ status: 401 });
    expect(await send(api, { ...wrong, body: person }, key)).toMatchObject({ status: 201 });
  });

  it('reveals nothing of who has an account', async () => {
    const [known, unknown] = [await stage.pendingSomebody(), somebody()];
    await stage.db.advance(31_000);
    const answers = async ({ email }: { email: string }) => {
      const request = { path: '/v1/users/activation/code', headers: {}, body: { email } };
      const key = newKey();
      const three = [await send(api, request, key), await send(api, request, key)];
      const other = { ...request, body: { email: somebody().email } };
      return [...three, await send(api, other, key)].map((answer) => ({
        ...summary(answer),
        headers: Object.keys(answer.headers),
      }));
    };
    expect(await answers(known)).toEqual(await answers(unknown));
  });

  it('does not bring back whom an erasure has taken away, nor reveal them', async () => {
    const request = { path: '/v1/users', headers: {}, body: { ...somebody(), name: 'Ada' } };
    const key = newKey();
    const first = await send(api, request, key);
    await stage.admin.execute(commandFrom(EraseUser, { userId: (first.body as { id: string }).id }));
    const after = await effects();
    expect(summary(await send(api, request, key))).toMatchObject({ status: 422, body: 'idempotency-key-used' });
    expect(await effects()).toEqual(after);
  });

  it('is a new one after a day, whether the purge was there or not', async () => {
    const request = { path: '/v1/users', headers: {}, body: somebody() };
    const key = newKey();
    const first = await send(api, request, key);
    await stage.db.advance(DAY - 60_000);
    expect(summary(await send(api, request, key))).toEqual(summary(first));
    await stage.db.advance(60_000);
    const anew = await send(api, request, key);
    expect(anew.status).toBe(201);
    expect(anew.headers[REPLAYED]).toBeUndefined();
    expect(anew.headers['location']).not.toBe(first.headers['location']);

    await stage.db.advance(DAY);
    const purges = api.container.getAll(PLATFORM.purges).filter(({ what }) => what === 'idempotency-keys');
    for (const purge of purges) for await (const _ of purge.batches(10));
    expect(await stage.db.sql`select id from gatehouse.idempotency_keys`).toEqual([]);
  });
});
