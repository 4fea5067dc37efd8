import { FeedLog, START } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { ReplicatedDatabase } from '@gatehouse/platform/replicas';
import { jest } from '@jest/globals';
import postgres from 'postgres';
import { somebody } from '../support/api.js';
import { freePort } from '../support/broker/nats-server.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';
import { SilentProxy } from '../support/silent-proxy.js';
import { ReplicatedServer } from './replicated-server.js';

const PATIENCE_MS = 60_000;

describe('reads with a replica', () => {
  let servers: ReplicatedServer;
  let standby: postgres.Sql;
  let primary: Database;
  let proxy: SilentProxy;
  let away: string;
  const open: ReplicatedDatabase[] = [];

  beforeAll(async () => {
    servers = await ReplicatedServer.start();
    standby = postgres(servers.standbyUrl, { max: 1, onnotice: () => undefined });
    primary = new Database({ url: servers.primaryUrl, applicationName: 'replicas' });
    proxy = await SilentProxy.open(servers.standbyUrl);
    away = servers.standbyUrl.replace(/:\d+\//, `:${await freePort()}/`);
    await primary.query((sql) => sql`create table public.note (number int)`);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...open, ...(primary ? [primary] : [])].map((database) => database.close(1)));
    await standby?.end({ timeout: 1 });
    await proxy?.close();
    await servers?.stop();
  }, 60_000);
  beforeEach(async () => {
    proxy.speak();
    await standby`select pg_wal_replay_resume()`;
  });

  const reading = (...urls: string[]) => {
    const database = new ReplicatedDatabase({ primary, urls, applicationName: 'replicas', poolSize: 2 });
    open.push(database);
    return database;
  };
  const look = (database: Database) =>
    database.one<{ onReplica: boolean; last: number | null }>(
      (sql) => sql`select pg_is_in_recovery() as "onReplica", (select max(number) from public.note) as last`,
    );
  const isOnReplica = async (database: Database) => (await look(database)).onReplica;
  const comesBack = (database: Database) =>
    eventually('the replica reads again', () => isOnReplica(database), PATIENCE_MS);
  let written = 0;
  const write = async () => {
    written += 1;
    await primary.query((sql) => sql`insert into public.note values (${written})`);
    return written;
  };

  it('never show less than was written, and come from the replica when it has that', async () => {
    const database = reading(servers.standbyUrl);
    await comesBack(database);
    for (let turn = 0; turn < 50; turn++) {
      const last = await write();
      expect((await look(database)).last).toBe(last);
    }
    await comesBack(database);
  });

  it('come from the primary while the replica is behind', async () => {
    const database = reading(servers.standbyUrl);
    await comesBack(database);
    await standby`select pg_wal_replay_pause()`;
    const last = await write();
    expect(await look(database)).toEqual({ onReplica: false, last });
    await standby`select pg_wal_replay_resume()`;
    await comesBack(database);
  });

  it.each([
    ['is away', () => reading(away)],
    [
      'falls silent',
      async () => {
        const database = reading(proxy.url);
        await comesBack(database);
        proxy.fallSilent();
        return database;
      },
    ],
  ])('come from the primary while the only replica %s', async (_what, begin) => {
    const database = await begin();
    const last = await write();
    expect(await look(database)).toEqual({ onReplica: false, last });
  });

  it('come from it again when it is back', async () => {
    const database = reading(proxy.url);
    proxy.fallSilent();
    expect(await isOnReplica(database)).toBe(false);
    proxy.speak();
    await comesBack(database);
  });

  it('come from another replica when one is away', async () => {
    const database = reading(away, servers.standbyUrl);
    await comesBack(database);
    for (let turn = 0; turn < 4; turn++) expect(await isOnReplica(database)).toBe(true);
  });

  it('fail as while there is no primary when it has become a standby', async () => {
    const former = new Database({ url: servers.standbyUrl, applicationName: 'replicas' });
    const database = new ReplicatedDatabase({
      primary: former,
      urls: [servers.primaryUrl],
      applicationName: 'replicas',
      poolSize: 1,
    });
    open.push(database);
    try {
      await expect(look(database)).rejects.toMatchObject({ name: 'DatabaseFault', kind: 'gone' });
    } finally {
      await former.close(1);
    }
  });

  it('of events fail there too: it may have some that the new primary lacks', async () => {
    await primary.query(
      (sql) => sql`
      insert into gatehouse.event_log (application, id, subject, type, data)
      values ('shop', gen_random_uuid(), gen_random_uuid(), 'thing.happened.v1', '{}')`,
    );
    const former = new Database({ url: servers.standbyUrl, applicationName: 'replicas' });
    try {
      await eventually('it has the event', async () => (await standby`select 1 from gatehouse.event_log`).length > 0);
      await expect(new FeedLog(former).readAll(START, 10)).rejects.toMatchObject({
        name: 'DatabaseFault',
        kind: 'gone',
      });
    } finally {
      await former.close(1);
    }
  });

  it('ask the primary once for all that wait at the same time', async () => {
    const database = reading(servers.standbyUrl);
    await comesBack(database);
    const asked = jest.spyOn(primary, 'query');
    await Promise.all(Array.from({ length: 20 }, () => look(database)));
    expect(asked.mock.calls.length).toBeLessThan(5);
    asked.mockRestore();
  });

  it('show people what they have just done, though the replica stands still', async () => {
    const unmoved = () => Promise.reject(new Error('The clock of this server is the real one'));
    const sql = postgres(servers.primaryUrl, { max: 2, onnotice: () => undefined });
    const db: TestDatabase = {
      url: servers.primaryUrl,
      sql,
      setTime: unmoved,
      advance: unmoved,
      drop: () => sql.end({ timeout: 1 }),
    };
    const service = await ServiceHarness.open({
      db,
      environment: (mail) => ({ MAIL_BASE_URL: mail, DATABASE_READ_URL: `${away},${servers.standbyUrl}` }),
    });
    try {
      const person = somebody();
      await standby`select pg_wal_replay_pause()`;
      const id = await service.api.register(person);
      expect((await service.api.http.get(`/v1/users/${id}/activation`)).status).toBe(200);
      await service.activate(person);
      const session = await service.api.http.post('/v1/sessions').send(person);
      const bearer = `Bearer ${(session.body as { accessToken: string }).accessToken}`;
      const me = (method: 'get' | 'patch') => service.api.http[method]('/v1/users/me').set('Authorization', bearer);
      expect((await me('patch').send({ name: 'Ada' })).status).toBe(200);
      expect((await me('get')).body).toMatchObject({ name: 'Ada', email: person.email });
      const sessions = await service.api.http.get('/v1/sessions').set('Authorization', bearer);
      expect((sessions.body as { sessions: unknown[] }).sessions).toHaveLength(1);
    } finally {
      await service.close();
      await db.drop();
    }
  }, 120_000);
});
