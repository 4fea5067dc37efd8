import { commandFrom } from '@gatehouse/platform/edge';
import { EventLog } from '@gatehouse/platform/events';
import type { Purge } from '@gatehouse/platform/jobs';
import { Database } from '@gatehouse/platform/postgres';
import { EraseUser, RequestPasswordReset } from '@gatehouse/registration/contract';
import { registrationPurges } from '../../../libs/registration/adapters/postgres/purges/registration-purges.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { beginAt, RegistrationHarness } from '../../support/registration/registration-harness.js';
import { reportReads } from '../../support/reported-reads.js';
import { untilSettled } from '../../support/settled.js';
import { tracesOf } from '../../support/traces.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const MALLORY = { email: ADA.email, password: 'a stranger’s lanterns' };

describe('the purge of registration', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let database: Database;
  let purges: readonly Purge[];

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new RegistrationHarness(db);
    database = new Database({ url: db.url, applicationName: 'purge', poolSize: 4, deadlineMs: 60_000 });
    purges = registrationPurges.map((purgeOn) => purgeOn(database));
  });
  afterAll(async () => {
    await database.close();
    await harness.close();
    await db.drop();
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    await db.sql`truncate gatehouse.notices, gatehouse.email_changes`;
  });

  /** Runs the purges of these names, or all; answers how many rows each has removed. */
  const purge = async (only?: string, size = 100) => {
    const removed: Record<string, number> = {};
    for (const each of purges.filter(({ what }) => only === undefined || what === only)) {
      for await (const count of each.batches(size)) removed[each.what] = (removed[each.what] ?? 0) + count;
    }
    return removed;
  };
  const ids = async () =>
    (await db.sql<{ id: string }[]>`select id from gatehouse.users order by created_at`).map(({ id }) => id);
  const events = async (userId: string) =>
    db.sql<{ type: string; data: object }[]>`
      select type, data from gatehouse.event_log where subject = ${userId} order by position`;

  it('leaves no network of a wrong password that is given while the registration is removed', async () => {
    const userId = await harness.register(ADA);
    const codeId = await harness.latestCode(userId);
    await db.advance(DAY + HOUR);
    const code = await holdLocks(
      db,
      (sql) => sql`select from gatehouse.activation_codes where id = ${codeId} for update`,
    );
    const removed = purge('registrations');
    await untilBlocked(db, 1);
    const guess = harness.authenticate({ ...ADA, password: 'ten eight lanterns' }, { network: '198.51.100.7' });
    await untilBlocked(db, 2);
    await code.release();
    expect(await removed).toEqual({ registrations: 1 });
    await guess;
    const failures = (await events(userId)).filter(({ type }) => type === 'authentication.failed.v1');
    expect(failures.map(({ data }) => data)).toEqual([{ userId, network: null, reason: 'password-wrong' }]);
  });

  it('removes what somebody types of an erased person’s address while they are erased or afterwards', async () => {
    const userId = await harness.activated(ADA);
    // The question has reached the service before the erasure, and counts its try after it.
    await harness.execute(commandFrom(EraseUser, { userId }));
    await harness.authenticate(ADA);
    await harness.askReset(ADA.email);
    expect(await tracesOf(db, [ADA.email])).toEqual([
      `gatehouse.activation_codes.target: ${ADA.email}`,
      `gatehouse.password_tries.email: ${ADA.email}`,
      `gatehouse.throttles.key: ${ADA.email}`,
    ]);
    await db.advance(2 * DAY + 1);
    await purge();
    expect(await tracesOf(db, [ADA.email])).toEqual([]);
  });

  it('removes registrations that were not proven within a day, with codes and all personal data', async () => {
    const userId = await harness.register({ ...ADA, name: 'Augusta' } as typeof ADA);
    await db.advance(DAY);
    expect(await purge('registrations')).toEqual({ registrations: 0 });
    await db.advance(1);
    expect(await purge()).toMatchObject({ registrations: 1, throttles: 2 });
    expect(await ids()).toEqual([]);
    expect(await tracesOf(db, [ADA.email, 'augusta'])).toEqual([]);
    expect((await events(userId)).map(({ type, data }) => [type, data])).toMatchObject([
      ['user.registered.v1', { userId, email: null, locale: null }],
      ['activation-code.issued.v1', { userId }],
      ['registration.expired.v1', { userId }],
    ]);
  });

  it('removes superseded ones as well, and leaves the account and its events alone', async () => {
    await harness.register(MALLORY);
    await db.advance(MINUTE);
    const userId = await harness.activated(ADA);
    await db.advance(2 * DAY);
    expect(await purge('registrations')).toEqual({ registrations: 1 });
    expect(await ids()).toEqual([userId]);
    expect((await events(userId))[0]).toMatchObject({ data: { email: ADA.email } });
    expect(await harness.authenticate(ADA)).toMatchObject({ ok: true });
  });

  it('takes them in batches, oldest first, and many at once take each of them once', async () => {
    await db.sql`
      insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash, created_at)
      select 'default', gen_random_uuid(), 'pending', n || '@example.org', n || '@example.org', '',
        ${NOON}::timestamptz - interval '2 days' - make_interval(secs => n) from generate_series(1, 500) n`;
    const first = purges[0] as Purge;
    for await (const removed of first.batches(10)) {
      expect(removed).toBe(10);
      break;
    }
    const [oldest] =
      await db.sql`select min(email::text) as email from gatehouse.users where email = '500@example.org'`;
    expect(oldest).toEqual({ email: null });
    const all = await Promise.all([purge('registrations', 50), purge('registrations', 50), purge('registrations', 50)]);
    expect(await ids()).toEqual([]);
    expect(all.reduce((sum, { registrations = 0 }) => sum + registrations, 0)).toBe(490);
    const expired = await db.sql`select 1 from gatehouse.event_log where type = 'registration.expired.v1'`;
    expect(expired).toHaveLength(500);
  });

  it('leaves whom somebody is just about to activate', async () => {
    const userId = await harness.register(ADA);
    await db.advance(DAY - 30_000);
    await harness.askAgain(ADA.email);
    await db.advance(40_000);
    const digits = await harness.deliver(userId);
    expect(await purge('registrations')).toEqual({ registrations: 0 });
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true });
  });

  it('leaves an address that got a message within the hour, whether it has an owner or not', async () => {
    await harness.register(MALLORY);
    await db.advance(DAY - MINUTE);
    await harness.askAgain(ADA.email);
    const code = await harness.latestCode((await ids())[0] ?? '');
    await harness.dispatch(code);
    await harness.start(code);
    await db.advance(30 * MINUTE);
    expect(await purge('registrations')).toEqual({ registrations: 0 });
    await db.advance(31 * MINUTE);
    expect(await purge('registrations')).toEqual({ registrations: 1 });
  });

  it('waits for no lock: a row that is being activated is left for the next time', async () => {
    const userId = await harness.register(ADA);
    await db.advance(2 * DAY);
    const holder = await holdLocks(db, (sql) => sql`select 1 from gatehouse.users where id = ${userId} for update`);
    try {
      expect(await purge('registrations')).toEqual({ registrations: 0 });
    } finally {
      await holder.release();
    }
    expect(await purge('registrations')).toEqual({ registrations: 1 });
  });

  it('never takes a registration from under a code that is issued at the same moment', async () => {
    for (let round = 0; round < 20; round += 1) {
      await beginAt(db, NOON);
      const userId = await harness.register(ADA);
      await db.advance(DAY + HOUR);
      const [asked] = await Promise.all([harness.askAgain(ADA.email), purge('registrations')]);
      const codes = await db.sql`
        select 1 from gatehouse.activation_codes as code
        where not exists (select 1 from gatehouse.users as holder where holder.id = code.user_id)`;
      expect(codes).toHaveLength(0);
      // Asked before the purge: it is there and can be activated. After it: the address has no account.
      const [left] = await ids();
      if (asked.ok && left !== undefined)
        expect(await harness.activate(ADA, await harness.deliver(userId))).toMatchObject({ ok: true });
    }
  }, 60_000);

  it('could not miss it: a further code raises the version that the purge has read', async () => {
    const userId = await harness.register(ADA);
    await db.advance(2 * DAY);
    const [before] = await db.sql`select version from gatehouse.users where id = ${userId}`;
    await harness.askAgain(ADA.email);
    const [after] = await db.sql`select version from gatehouse.users where id = ${userId}`;
    expect(after?.['version']).toBe(before?.['version'] + 1);
  });

  it('removes codes, notices and former addresses once they are no longer needed', async () => {
    const userId = await harness.activated(ADA);
    await db.advance(MINUTE);
    await harness.execute(commandFrom(RequestPasswordReset, { email: 'nobody@example.org' }));
    await db.sql`
      insert into gatehouse.notices (application, id, user_id, kind, issued_at)
      values ('default', gen_random_uuid(), ${userId}, 'password-changed', gatehouse.now())`;
    await db.sql`
      insert into gatehouse.email_changes (application, id, user_id, former_email, former_email_deliverable,
        account_version, changed_at, undo_until)
      values ('default', gen_random_uuid(), ${userId}, 'former@example.org', 'former@example.org', 2, gatehouse.now(),
        gatehouse.now() + interval '72 hours')`;
    await db.advance(2 * DAY);
    expect(await purge('codes-of-nobody')).toEqual({ 'codes-of-nobody': 0 });
    await db.advance(MINUTE);
    expect(await purge()).toMatchObject({ codes: 0, 'codes-of-nobody': 1, notices: 0, 'former-addresses': 0 });
    await db.advance(2 * DAY);
    expect(await purge()).toMatchObject({ codes: 0, notices: 0, 'former-addresses': 1 });
    await db.advance(27 * DAY);
    expect(await purge()).toMatchObject({ codes: 1, notices: 1 });
    expect(await harness.authenticate(ADA)).toMatchObject({ ok: true });
  });

  it('removes counts that no window holds any more, page by page, and none that one does', async () => {
    await db.sql`
      insert into gatehouse.throttles (application, bucket, key, hits)
      select 'default', 'messages-to-recipient', n || '@example.org',
        array[gatehouse.now() - interval '25 hours', gatehouse.now() - make_interval(hours => n % 48)]
      from generate_series(1, 480) n`;
    await db.sql`
      insert into gatehouse.password_tries (application, email, network, tries, tried_at)
      select 'default', n || '@example.org', '', 1, gatehouse.now() - make_interval(hours => n % 48)
      from generate_series(1, 480) n`;
    expect(await purge('throttles', 7)).toEqual({ throttles: 230 });
    expect(await purge('password-tries', 7)).toEqual({ 'password-tries': 230 });
    expect(await purge('throttles')).toEqual({ throttles: 0 });
    const [youngest] = await db.sql`select min(hits[cardinality(hits)]) as last from gatehouse.throttles`;
    expect(youngest?.['last']).toEqual(new Date(NOON.getTime() - DAY));
  });

  it('leaves every event where it is, so that a subscriber goes on from its cursor', async () => {
    await harness.register(ADA);
    await untilSettled(db);
    const log = new EventLog(database);
    const { end } = await log.readAfterCursor('before', ['user.registered.v1'], 10);
    await db.advance(2 * DAY);
    await purge();
    if (!end) throw new Error('No events');
    await untilSettled(db);
    await log.moveCursor('before', { epoch: 0, transactionId: '0', position: '0' }, end);
    const { events: later } = await log.readAfterCursor(
      'before',
      ['user.registered.v1', 'registration.expired.v1'],
      10,
    );
    expect(later.map(({ type }) => type)).toEqual(['registration.expired.v1']);
  });

  it('reads no table from end to end', async () => {
    const alone = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 60_000 });
    try {
      await db.sql`
        insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash)
        select 'default', gen_random_uuid(), 'pending', n || '@example.org', n || '@example.org', ''
        from generate_series(1, 5000) n`;
      await db.sql`analyze`;
      const scans = async () => {
        await reportReads(alone);
        const rows = await db.sql<{ relname: string; seq_scan: string }[]>`
          select relname, seq_scan from pg_stat_user_tables where schemaname = 'gatehouse' order by relname`;
        return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]));
      };
      const before = await scans();
      for (const purgeOn of registrationPurges) for await (const _ of purgeOn(alone).batches(100));
      expect(await scans()).toEqual(before);
    } finally {
      await alone.close();
    }
  });
});
