import { readSettings } from '@gatehouse/platform/config';
import { Database, serverFaults } from '@gatehouse/platform/postgres';
import { examineDeployment } from '../../libs/deployment/doctor/examine.js';
import { type Person, somebody, TEST_ENVIRONMENT } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { PgBouncer } from '../support/pgbouncer.js';
import { runGatehouse } from '../support/run-gatehouse.js';
import { ServiceHarness } from '../support/service-harness.js';

/** Fewer than the service has connections to it, so that each goes on in another session all the time. */
const SESSIONS = 3;
const PEOPLE = 12;

describe('PgBouncer in transaction mode in DATABASE_URL, and PostgreSQL in DATABASE_DIRECT_URL', () => {
  let db: TestDatabase;
  let pooler: PgBouncer;
  let service: ServiceHarness;
  let environment: Record<string, string>;

  beforeAll(async () => {
    db = await createTestDatabase({ migrated: false });
    pooler = await PgBouncer.before(db.url, [], SESSIONS);
    environment = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: db.url };
    // It holds a lock of its session, and so goes to PostgreSQL.
    const { code, err } = await runGatehouse(['migrate', 'up'], environment, '/');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    service = await ServiceHarness.open({ db, environment: (mail) => ({ ...environment, MAIL_BASE_URL: mail }) });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await pooler?.stop();
    await db?.drop();
  });

  const live = async (person: Person): Promise<unknown> => {
    const id = await service.api.register(person);
    await service.activate(person);
    const session = await service.api.http.post('/v1/sessions').send(person);
    const { accessToken, refreshToken } = session.body as { accessToken: string; refreshToken: string };
    const refreshed = await service.api.http.post('/v1/sessions/refresh').send({ refreshToken });
    expect(refreshed.status).toBe(200);
    const me = await service.api.http.get('/v1/users/me').auth(accessToken, { type: 'bearer' });
    expect(me.body).toMatchObject({ id, email: person.email, state: 'active' });
    return id;
  };

  it('serves lives of many people at once', async () => {
    const people = Array.from({ length: PEOPLE }, somebody);
    const ids = await Promise.all(people.map(live));
    expect(new Set(ids).size).toBe(PEOPLE);
  });

  it('lets a code win once', async () => {
    const person = somebody();
    await service.api.register(person);
    const code = /^\d{4}$/m.exec((await service.mailTo(person)).text ?? '')?.[0] ?? '';
    const answers = await Promise.all(Array.from({ length: 8 }, () => service.api.activate(person, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('listens, and keeps its queue of jobs, on sessions of its own', async () => {
    const rows = await db.sql<{ name: string; client: number }[]>`
      select distinct split_part(application_name, ' ', 1) as name from pg_stat_activity
      where datname = current_database() and query ilike 'listen %' order by name`;
    expect(rows.map(({ name }) => name)).toEqual(['gatehouse-api', 'gatehouse-jobs', 'gatehouse-worker']);
    const held = await db.sql`
      select 1 from pg_stat_activity
      where datname = current_database() and split_part(application_name, ' ', 1) in ('gatehouse-api', 'gatehouse-worker')
        and query not ilike 'listen %'`;
    expect(held.length).toBeLessThanOrEqual(SESSIONS);
  });

  it('is in order to gatehouse doctor', async () => {
    const findings = await examineDeployment(readSettings({ ...TEST_ENVIRONMENT, ...environment }));
    expect(findings.filter(({ subject }) => ['database', 'direct'].includes(subject))).toMatchObject([
      { subject: 'database', state: 'good' },
      { subject: 'direct', state: 'good', found: 'accepts sessions' },
    ]);
  });

  it('is not used while its sessions differ from what statements rely on, and names the setting', async () => {
    const name = new URL(db.url).pathname.slice(1);
    const database = new Database({ url: pooler.url, directUrl: db.url, applicationName: 'pooled', poolSize: 1 });
    try {
      await db.sql.unsafe(`alter database ${name} set default_transaction_isolation = serializable`);
      await pooler.reconnect();
      await eventually('a new session is found out', async () => (await serverFaults(database)).length > 0);
      expect(await serverFaults(database)).toMatchObject([
        {
          kind: 'pooler',
          found:
            'sessions behind the pooler have other values of default_transaction_isolation than PostgreSQL’s defaults',
        },
      ]);
    } finally {
      await db.sql.unsafe(`alter database ${name} reset default_transaction_isolation`);
      await pooler.reconnect();
      await database.close(1);
    }
  });

  it('cancels a statement at its deadline, and leaves the session to others', async () => {
    const database = new Database({ url: pooler.url, directUrl: db.url, applicationName: 'pooled', poolSize: 1 });
    try {
      const limit = await database.one((sql) => sql`select current_setting('statement_timeout') as own`);
      expect(limit).toEqual({ own: '10s' });
      await expect(database.query((sql) => sql`select pg_sleep(60)`, { deadlineMs: 300 })).rejects.toMatchObject({
        name: 'StatementTimeout',
      });
      await eventually('the server has stopped it', async () => {
        const rows =
          await db.sql`select 1 from pg_stat_activity where state = 'active' and query like 'select pg_sleep%'`;
        return rows.length === 0;
      });
    } finally {
      await database.close(1);
    }
  });
});
