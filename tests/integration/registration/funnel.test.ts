import { randomUUID } from 'node:crypto';
import { EventLog } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { EraseUser, RecountFunnel } from '@gatehouse/registration/contract';
import { PostgresFunnelViews } from '../../../libs/registration/adapters/postgres/funnel/postgres-funnel.js';
import { PostgresFunnelCounts } from '../../../libs/registration/adapters/postgres/funnel/postgres-funnel-counts.js';
import { FunnelEvents } from '../../../libs/registration/adapters/subscriptions/event-subscriptions.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { beginAt, RegistrationHarness } from '../../support/registration/registration-harness.js';
import { reportReads } from '../../support/reported-reads.js';

const FIRST = '2026-05-01';
const SECOND = '2026-05-02';
const NOTHING = { signedUp: 0, mailed: 0, activated: 0, superseded: 0, expired: 0, medianSecondsToActivate: null };
const context = { application: 'default', network: null, requestId: 'tests', administrator: OPERATOR };

describe('the funnel', () => {
  let db: TestDatabase;
  let database: Database;
  let log: EventLog;
  let counts: PostgresFunnelCounts;
  let subscription: FunnelEvents;
  let funnel: PostgresFunnelViews;
  let harness: RegistrationHarness;
  /** An application of each test's own. */
  let application: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new RegistrationHarness(db);
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    log = new EventLog(database);
    counts = new PostgresFunnelCounts(database);
    subscription = new FunnelEvents(counts);
    funnel = new PostgresFunnelViews(database);
  });
  afterAll(async () => {
    await database.close();
    await harness.close();
    await db.drop();
  });
  beforeEach(() => {
    application = `app-${randomUUID().slice(0, 8)}`;
  });

  const happens = async (subject: string, type: string, at: string, data: object = {}) => {
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      values (${application}, gen_random_uuid(), ${subject}, ${type}, ${db.sql.json(data as never)}, ${at})`;
  };
  const signsUp = async (at: string): Promise<string> => {
    const id = randomUUID();
    await happens(id, 'user.registered.v1', at);
    return id;
  };
  const mailed = (id: string, at: string, channel = 'mail') => happens(id, 'message.sent.v1', at, { channel });
  const later = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1_000).toISOString();

  /** What comes next, once no transaction of another suite on this server holds it back. */
  const next = async (limit = 100) => {
    for (;;) {
      const batch = await log.readAfterCursor(subscription.name, subscription.types, limit);
      if (!batch.heldBack) return batch;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  /** What the relay does, until there is nothing left. */
  const follow = async (batch = 100) => {
    for (;;) {
      const { cursor, events, end, full } = await next(batch);
      if (events.length > 0) await subscription.hand(events);
      if (end) await log.moveCursor(subscription.name, cursor, end);
      if (!full) return;
    }
  };
  const read = (of: string | null = application, from = FIRST, to = SECOND) =>
    funnel.read({ application: of, from, to });

  it('counts people by the day of their sign-up, whenever later steps happened', async () => {
    const [ada, grace, edith, mary] = [
      await signsUp(`${FIRST}T00:00:00Z`),
      await signsUp(`${FIRST}T23:59:59Z`),
      await signsUp(`${FIRST}T12:00:00Z`),
      await signsUp(`${SECOND}T00:00:00Z`),
    ];
    for (const id of [ada, grace, mary]) await mailed(id, `${SECOND}T00:00:05Z`);
    await happens(grace, 'user.activated.v1', `${SECOND}T00:00:19Z`);
    await happens(ada, 'registration.superseded.v1', `${SECOND}T01:00:00Z`);
    await happens(edith, 'registration.expired.v1', `${SECOND}T13:00:00Z`);
    await follow(2);
    const { days, total } = await read();
    expect(days).toEqual([
      { ...NOTHING, application, day: SECOND, signedUp: 1, mailed: 1 },
      {
        application,
        day: FIRST,
        signedUp: 3,
        mailed: 2,
        activated: 1,
        superseded: 1,
        expired: 1,
        medianSecondsToActivate: expect.closeTo(20, 0),
      },
    ]);
    expect(total).toMatchObject({ signedUp: 4, mailed: 3, activated: 1, superseded: 1, expired: 1 });
    expect((await read(application, SECOND, SECOND)).total).toMatchObject({ signedUp: 1 });
  });

  it('leaves out accounts that somebody made for a person, such as the first administrator', async () => {
    const [made, id] = [randomUUID(), await signsUp(`${FIRST}T00:00:00Z`)];
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      select ${application}, gen_random_uuid(), ${made}, type, '{}', ${`${FIRST}T00:00:00Z`}
      from unnest(array['user.registered.v1', 'user.activated.v1']) as type`;
    await mailed(made, `${FIRST}T01:00:00Z`);
    await mailed(id, `${FIRST}T00:00:05Z`);
    await follow();
    expect((await read()).total).toEqual({ ...NOTHING, signedUp: 1, mailed: 1 });
  });

  it('counts a mail once, always for those who activated, and no text message', async () => {
    const [twice, late, never, texted] = [
      await signsUp(`${FIRST}T10:00:00Z`),
      await signsUp(`${FIRST}T10:00:00Z`),
      await signsUp(`${FIRST}T10:00:00Z`),
      await signsUp(`${FIRST}T10:00:00Z`),
    ];
    await mailed(twice, `${FIRST}T10:00:01Z`);
    await follow();
    await mailed(twice, `${FIRST}T10:05:00Z`);
    await happens(late, 'user.activated.v1', `${FIRST}T10:00:09Z`);
    await mailed(late, `${FIRST}T10:00:10Z`);
    await happens(never, 'user.activated.v1', `${FIRST}T10:00:09Z`);
    await mailed(texted, `${FIRST}T10:00:01Z`, 'sms');
    await follow();
    expect((await read()).total).toMatchObject({ signedUp: 4, mailed: 3, activated: 2 });
  });

  it('leaves out accounts without a sign-up', async () => {
    const [imported] = [randomUUID()];
    await happens(imported, 'user.activated.v1', `${FIRST}T10:00:00Z`);
    await mailed(imported, `${FIRST}T10:00:00Z`);
    await follow();
    expect(await read()).toMatchObject({ total: NOTHING, days: [] });
  });

  it('has the median to one per cent, of a day and of all days', async () => {
    const took = { [FIRST]: [3, 8, 14, 40, 3_000], [SECOND]: [900, 1_000, 1_100] };
    for (const [day, seconds] of Object.entries(took)) {
      for (const each of seconds) {
        const id = await signsUp(`${day}T10:00:00Z`);
        await happens(id, 'user.activated.v1', later(`${day}T10:00:00Z`, each));
      }
    }
    await follow();
    const { days, total } = await read();
    const medians = [...days.map((day) => day.medianSecondsToActivate), total.medianSecondsToActivate];
    for (const [index, expected] of [1_000, 14, 40].entries()) {
      expect((medians[index] ?? 0) / expected).toBeGreaterThan(0.985);
      expect((medians[index] ?? 0) / expected).toBeLessThan(1.015);
    }
  });

  it('counts nothing twice, however often it is handed over and by however many at once', async () => {
    for (const _ of [1, 2, 3]) await signsUp(`${FIRST}T10:00:00Z`);
    const { events } = await next();
    await Promise.all([1, 2, 3, 4].map(() => subscription.hand(events)));
    await subscription.hand(events.slice(1));
    await follow();
    expect((await read()).total).toMatchObject({ signedUp: 3 });
  });

  it('counts only what is next, so that it can start again while it counts', async () => {
    for (const _ of [1, 2, 3]) await signsUp(`${FIRST}T10:00:00Z`);
    const late = await next();
    await harness.execute(new RecountFunnel(), context);
    await subscription.hand(late.events);
    expect(await log.moveCursor(subscription.name, late.cursor, late.end ?? late.cursor)).toBe(false);
    expect((await read()).days).toEqual([]);
    await follow();
    expect((await read()).total).toMatchObject({ signedUp: 3 });
    const acts = await db.sql`select act from gatehouse.audit_log where act = 'funnel.recounted'`;
    expect(acts).toHaveLength(1);
  });

  it('finds the same figures when it counts all over again', async () => {
    const everything = () => funnel.read({ application: null, from: '2026-01-01', to: '2026-12-31' });
    await follow();
    const before = await everything();
    await harness.execute(new RecountFunnel(), context);
    await follow(7);
    expect(await everything()).toEqual(before);
    expect(before.days.length).toBeGreaterThan(3);
  });

  it('keeps the days of archived months when it counts all over again', async () => {
    const gone = await signsUp(`${FIRST}T10:00:00Z`);
    await signsUp(`${FIRST}T23:30:00Z`);
    await signsUp(`${SECOND}T10:00:00Z`);
    await follow();
    const before = await read();
    const [begun] = await db.sql`select opened_at from gatehouse.log_partitions where number = 1`;
    await db.sql`delete from gatehouse.event_log where subject = ${gone}`;
    await db.sql`insert into gatehouse.log_partitions (number, dropped_at) values (0, now())`;
    await db.sql`update gatehouse.log_partitions set opened_at = ${`${FIRST}T23:00:00Z`} where number = 1`;
    try {
      await harness.execute(new RecountFunnel(), context);
      await follow();
      expect(await read()).toEqual(before);
      expect(before.total).toMatchObject({ signedUp: 3 });
    } finally {
      await db.sql`delete from gatehouse.log_partitions where number = 0`;
      await db.sql`update gatehouse.log_partitions set opened_at = ${begun?.['opened_at']} where number = 1`;
      await db.sql`update gatehouse.funnel_progress set recounted_since = '-infinity'`;
    }
  });

  it('keeps applications apart, and adds them up where all are meant', async () => {
    await signsUp(`2026-06-01T10:00:00Z`);
    const other = application;
    application = `app-${randomUUID().slice(0, 8)}`;
    await signsUp(`2026-06-01T11:00:00Z`);
    await follow();
    expect((await read(application, '2026-06-01', '2026-06-01')).days).toMatchObject([{ application, signedUp: 1 }]);
    const all = await read(null, '2026-06-01', '2026-06-01');
    expect(all.total).toMatchObject({ signedUp: 2 });
    expect(all.days.map((day) => day.application).sort()).toEqual([application, other].sort());
  });

  it('follows real people, and an erasure changes none of its counts', async () => {
    await beginAt(db, new Date('2026-07-01T12:00:00Z'));
    const ada = { email: 'ada@example.org', password: 'correct horse battery' };
    const userId = await harness.register(ada);
    const digits = await harness.deliver(userId);
    await db.advance(30_000);
    await harness.activate(ada, digits);
    await harness.register({ ...ada, email: 'grace@example.org' });
    await follow();
    const day = () => read('default', '2026-07-01', '2026-07-01');
    const before = await day();
    expect(before.total).toMatchObject({ signedUp: 2, mailed: 1, activated: 1 });
    expect(before.total.medianSecondsToActivate).toBeGreaterThan(29);
    expect(before.total.medianSecondsToActivate).toBeLessThan(31);
    await harness.execute(Object.assign(new EraseUser(), { userId }), context);
    await follow();
    expect(await day()).toEqual(before);
    await harness.execute(new RecountFunnel(), context);
    await follow();
    expect(await day()).toEqual(before);
  });

  it('reads as many rows as there are days, however many people there are', async () => {
    const alone = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    const scans = async () => {
      await reportReads(alone);
      return db.sql`
        select relname, seq_scan::text, case when relname in ('users', 'event_log') then idx_scan::text end as lookups
        from pg_stat_user_tables
        where schemaname = 'gatehouse' and relname in ('users', 'event_log', 'funnel_days', 'funnel_times')
        order by relname`;
    };
    try {
      const before = await scans();
      const views = new PostgresFunnelViews(alone);
      for (const scope of ['default', null]) await views.read({ application: scope, from: FIRST, to: SECOND });
      expect(await scans()).toEqual(before);
    } finally {
      await alone.close();
    }
  });
});
