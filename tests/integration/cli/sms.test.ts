import { tmpdir } from 'node:os';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

const STOP = '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a17';

describe('gatehouse sms', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'The Shop')`;
    await db.sql`
      insert into gatehouse.sms_ranges (application, range, country, sent, asked, sent_at)
      select 'shop', '+3361234', 'FR', array[now], array[now], now from gatehouse.now() as now`;
    await db.sql`
      insert into gatehouse.sms_spend (application, day, currency, prefix, shard, messages, segments, amount)
      select 'shop', '2026-05-01', 'EUR', '33', shard, 60, 62, 4.6438 from generate_series(0, 1) as shard`;
  });
  afterAll(() => db.drop());

  const run = (...args: readonly string[]) =>
    runGatehouse(['sms', ...args], { ...TEST_ENVIRONMENT, DATABASE_URL: db.url }, tmpdir());

  it('shows traffic and cost, and lists stops until somebody lifts them', async () => {
    await db.sql`
      insert into gatehouse.sms_stops (application, place, id, kind, reason, asked, proven, stopped_at, ends_at)
      values ('shop', '+3361234', ${STOP}, 'range', 'unproven', 14, 0, gatehouse.now(), gatehouse.now() + interval '1 day')
      on conflict (application, place) do update set ends_at = excluded.ends_at`;
    const ofShop = ['--application', 'shop'];
    expect((await run('traffic', ...ofShop)).out).toMatch(/FR +\+3361234 +1 +0 +0 %/);
    expect((await run('spend', '--from', '2026-05-01', '--to', '2026-05-02')).out).toMatch(
      /2026-05-01 +shop +9\.2876 +EUR +120 +124 +0\ntotal +9\.2876 +EUR/,
    );
    expect((await run('stops', ...ofShop)).out).toMatch(new RegExp(`${STOP} +\\+3361234 +unproven +14 +0 +\\d{4}-`));
    expect(await run('lift', STOP)).toMatchObject({ code: 1, err: 'gatehouse: Stop not found\n' });
    expect(await run('lift', STOP, ...ofShop)).toMatchObject({ code: 0, out: 'Lifted\n' });
    expect(JSON.parse((await run('stops', ...ofShop, '--json')).out)).toEqual([]);
    const [entry] = await db.sql`select application, act, administrator_kind from gatehouse.audit_log`;
    expect(entry).toEqual({ application: 'shop', act: 'sms.stop-lifted', administrator_kind: 'operator' });
  });
});
