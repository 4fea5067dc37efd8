import { type Db, type FlowJob, PgBoss, TestClock } from 'pg-boss';
import { PgBossDatabase } from '../../../libs/platform/jobs/pg-boss-database.js';
import { isFetch } from '../../../libs/platform/jobs/shared-fetches.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const HOUR = 3_600_000;

/** All that pg-boss sends, and what of it failed. */
class Watched implements Db {
  readonly texts = new Set<string>();
  readonly failures: string[] = [];
  fetches = 0;

  constructor(private readonly inner: PgBossDatabase) {}

  async executeSql(text: string, values?: unknown[]) {
    if (isFetch(text)) this.fetches += 1;
    this.texts.add(text.trim().replace(/\s+/g, ' ').slice(0, 100));
    try {
      return await this.inner.executeSql(text, values);
    } catch (error) {
      this.failures.push(`${String(error)}: ${text.trim().slice(0, 200)}`);
      throw error;
    }
  }

  /** The database itself says so, for every session. */
  setSessionStatements(): Promise<void> {
    return Promise.resolve();
  }

  listen = (...args: Parameters<PgBossDatabase['listen']>) => this.inner.listen(...args);
}

describe('what pg-boss asks of the database', () => {
  let db: TestDatabase;
  let database: PgBossDatabase;
  let watched: Watched;
  let boss: PgBoss;
  let clock: TestClock;
  const reported: string[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql.unsafe(`alter database ${new URL(db.url).pathname.slice(1)} set pgboss.test_clock = 'on'`);
    database = new PgBossDatabase(db.url, 4);
    watched = new Watched(database);
    clock = new TestClock('2026-05-01T00:30:00.000Z');
    boss = new PgBoss({
      db: watched,
      clock,
      schema: 'pgboss',
      migrate: false,
      createSchema: false,
      useListenNotify: true,
      persistWarnings: true,
      superviseIntervalSeconds: 60,
      monitorIntervalSeconds: 60,
      maintenanceIntervalSeconds: 60,
      cronMonitorIntervalSeconds: 30,
      cronWorkerIntervalSeconds: 5,
    });
    boss.on('error', (error) => reported.push(error.message));
    await boss.start();
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await database.close();
    await db.drop();
  });
  beforeEach(() => {
    reported.length = 0;
    watched.failures.length = 0;
  });
  afterEach(() => {
    expect(watched.failures).toEqual([]);
    expect(reported).toEqual([]);
  });

  const queue = async (name: string, options: Parameters<PgBoss['createQueue']>[1] = {}) => {
    await boss.createQueue(`${name}.dead`);
    await boss.createQueue(name, { deadLetter: `${name}.dead`, retryLimit: 1, retryDelay: 1, ...options });
    return name;
  };

  it('is right for schedules, whose jobs come hour by hour, and which job came last', async () => {
    const name = await queue('hourly', { notify: true });
    await boss.schedule(name, '0 * * * *', { of: '"quoted"' }, { tz: 'UTC' });
    await boss.schedule(name, 'FREQ=HOURLY;BYMINUTE=15', ['a list'], { tz: 'UTC', key: 'by-rule', missed: 'skip' });
    const done: unknown[] = [];
    await boss.work(name, { pollingIntervalSeconds: 30 }, async (jobs) => {
      for (const { data } of jobs) done.push(data);
    });
    for (let hour = 1; hour < 4; hour++) {
      await clock.setTime(Date.UTC(2026, 4, 1, hour) - 60_000);
      await clock.tick(4 * 60_000);
      await eventually('the job of this hour is done', () => done.length >= hour);
    }
    expect(done).toContainEqual({ of: '"quoted"' });
    const [schedule] = await boss.getSchedules(name, '');
    expect(schedule).toMatchObject({ data: { of: '"quoted"' }, lastJobId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    await boss.offWork(name);
    await boss.unschedule(name, 'by-rule');
    expect(await boss.getSchedules(name)).toHaveLength(1);
    await boss.unschedule(name);
  });

  it('is right for a schedule whose kind an older release wrote wrongly', async () => {
    const name = await queue('relabelled');
    await boss.schedule(name, '*/5 * * * *', null, { tz: 'UTC' });
    await db.sql`update pgboss.schedule set kind = 'rrule' where name = ${name}`;
    await clock.tick(10 * 60_000);
    expect(await boss.getSchedule(name)).toMatchObject({ kind: 'cron' });
  });

  it('is right for a job’s whole life', async () => {
    const name = await queue('life', { heartbeatSeconds: 10 });
    const data = { text: '"quoted" and \\ 🐎', list: [1, null, 'x'], when: '2026-05-01T00:00:00.000Z' };
    const id = await boss.send(name, data, { priority: 2, singletonKey: 'one' });
    const [job] = await boss.fetch<typeof data>(name, { includeMetadata: true });
    expect(job).toMatchObject({ id, data, priority: 2, singletonKey: 'one' });
    await boss.touch(name, job?.id ?? '');
    await boss.complete(name, job?.id ?? '', { answer: ['a', 1] });
    expect(await boss.findJobs(name, { id: job?.id ?? '' })).toMatchObject([
      { state: 'completed', output: { answer: ['a', 1] } },
    ]);

    const later = (await boss.sendAfter(name, data, null, new Date(clock.now() + HOUR))) ?? '';
    await boss.cancel(name, later);
    await boss.resume(name, later);
    await boss.update(name, { changed: true }, { id: later });
    expect(await boss.findJobs(name, { data: { changed: true } })).toMatchObject([{ id: later, state: 'created' }]);
    await boss.deleteJob(name, later);
    await boss.sendThrottled(name, data, null, 60, 'key');
    await boss.sendDebounced(name, data, null, 60, 'key');
    await boss.upsert(name, { upserted: 1 }, { singletonKey: 'upsert' });
  });

  it('takes jobs by a statement that pollers may share, and nothing else by one like it', async () => {
    const name = await queue('shared', { heartbeatSeconds: 10 });
    const before = watched.fetches;
    await boss.send(name, {});
    const [job] = await boss.fetch(name, { batchSize: 50 });
    await boss.touch(name, job?.id ?? '');
    await boss.complete(name, job?.id ?? '');
    await boss.supervise(name);
    expect(watched.fetches - before).toBe(1);
  });

  it('is right for jobs that fail, die, and are brought back', async () => {
    const name = await queue('failing');
    const inserted = await boss.insert(name, [
      { data: { n: 1 }, startAfter: new Date(clock.now()).toISOString() },
      { data: { n: 2 }, priority: 3 },
    ]);
    expect(inserted ?? (await boss.findJobs(name))).toHaveLength(2);
    for (let attempt = 0; attempt < 2; attempt++) {
      const jobs = await boss.fetch(name, { batchSize: 5 });
      await boss.fail(
        name,
        jobs.map(({ id }) => id),
        { why: 'no "luck"' },
      );
      await clock.tick(5_000);
    }
    expect(await boss.previewRedrive(`${name}.dead`)).toMatchObject({ total: 2 });
    expect(await boss.redrive(`${name}.dead`)).toBe(2);
    const [again] = await boss.fetch(name);
    await boss.fail(name, again?.id ?? '', null);
    await boss.retry(name, again?.id ?? '');
    await boss.deleteQueuedJobs(name);
    await boss.deleteStoredJobs(name);
    await boss.deleteAllJobs(name);
  });

  it('is right for work that is told one by one, as ours is', async () => {
    const name = await queue('worked', { heartbeatSeconds: 10, notify: true });
    await boss.work(name, { perJobResults: true, batchSize: 10, pollingIntervalSeconds: 1 }, async (jobs) =>
      jobs.map(({ id, data }) => ({ id, ...(data as { result: { status: 'completed' } }).result })),
    );
    await boss.insert(name, [
      { data: { result: { status: 'completed' } } },
      { data: { result: { status: 'failed', output: { reason: 'for now' } } } },
      { data: { result: { status: 'deadletter', output: { reason: 'for good' } } } },
    ]);
    await clock.tick(60_000);
    expect(await boss.findJobs(`${name}.dead`)).toHaveLength(2);
    await boss.offWork(name);
  });

  it('is right for flows, subscriptions, groups and the other policies of queues', async () => {
    const name = await queue('flow');
    const jobs: FlowJob[] = [
      { ref: 'first', name, data: { n: 1 } },
      { ref: 'second', name, data: { n: 2 }, dependsOn: ['first'] },
    ];
    const ids = await boss.flow(jobs);
    expect(await boss.getDependencies(name, ids['second'] ?? '')).toHaveLength(1);
    expect(await boss.getDependents(name, ids['first'] ?? '')).toHaveLength(1);
    const [first] = await boss.fetch(name);
    await boss.complete(name, first?.id ?? '');
    await boss.resolveFlow();
    await boss.subscribe('event', name);
    await boss.publish('event', { published: true });
    await boss.unsubscribe('event', name);
    await boss.send(name, { n: 3 }, { group: { id: 'a', tier: 'gold' } });
    await boss.fetch(name, { groupConcurrency: { default: 1, tiers: { gold: 2 } }, batchSize: 3 });
    for (const policy of ['short', 'singleton', 'stately', 'exclusive', 'key_strict_fifo'] as const) {
      await boss.createQueue(policy, { policy });
      await boss.send(policy, {}, { singletonKey: 'key' });
      await boss.fetch(policy);
    }
    expect(await boss.getBlockedKeys('key_strict_fifo')).toEqual([]);
  });

  it('is right for maintenance, statistics and what an operator looks at', async () => {
    const name = await queue('looked-at', { expireInSeconds: 60, retentionSeconds: 600, deleteAfterSeconds: 600 });
    await boss.insert(name, [{ data: { n: 1 } }, { data: { n: 2 } }]);
    await boss.fetch(name, { batchSize: 1 });
    // Beyond what a job may take, what it is kept for, and what is kept of it.
    for (let round = 0; round < 4; round++) {
      await clock.setTime(clock.now() + HOUR);
      await clock.tick(90_000);
      await boss.supervise();
      await boss.supervise(name);
    }
    expect(await boss.findJobs(name)).toEqual([]);
    await boss.updateQueue(name, { retryLimit: 3, warningQueueSize: 10 });
    expect(await boss.getQueue(name)).toMatchObject({ retryLimit: 3 });
    expect(await boss.getQueues([name])).toHaveLength(1);
    await boss.getQueueStats(name);
    await boss.getQueueStats(name, { from: new Date(clock.now() - HOUR), to: new Date(clock.now()) });
    await boss.getReindexCommands({ force: true });
    await boss.getBamStatus();
    await boss.getBamEntries();
    expect(await boss.isInstalled()).toBe(true);
    expect(await boss.schemaVersion()).toBeGreaterThan(0);
    await boss.detectSchemaDrift();
    await boss.deleteQueue(name);
  });
});
