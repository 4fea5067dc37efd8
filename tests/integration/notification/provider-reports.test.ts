import { randomUUID } from 'node:crypto';
import { RecordProviderState } from '@gatehouse/notification/contract';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresProviderReports } from '../../../libs/notification/adapters/postgres/providers/postgres-provider-reports.js';
import { RecordProviderStateHandler } from '../../../libs/notification/application/providers/provider-states.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('what processes find out about providers', () => {
  let db: TestDatabase;
  let database: Database;
  let reports: PostgresProviderReports;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    reports = new PostgresProviderReports(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(async () => {
    await db.sql`delete from gatehouse.provider_reports`;
    await db.sql`delete from gatehouse.event_log where type like 'provider.%'`;
  });
  afterEach(() => db.setTime(null));

  const [one, other] = [randomUUID(), randomUUID()];
  const tells = async (processId: string, state: 'open' | 'closed', provider = 'postmark') => {
    const handler = new RecordProviderStateHandler({ reports, ids: { next: () => randomUUID() } });
    const reason = state === 'open' ? 'http-503' : null;
    const fields = { channel: 'mail' as const, provider, processId, state, reason };
    const context = { application: 'default', network: null, requestId: randomUUID() };
    await handler.execute(Object.assign(new RecordProviderState(), fields), context);
  };
  const told = async () => {
    const rows = await db.sql`
      select type, data ->> 'provider' as provider from gatehouse.event_log where type like 'provider.%' order by position`;
    return rows.map(({ type, provider }) => `${provider} ${type}`);
  };
  const stateOf = async (provider = 'postmark') =>
    (await reports.find(null)).find(({ name }) => name === provider)?.state ?? 'unknown';

  it('is told when the first opens its breaker, and when the last closes it', async () => {
    await tells(one, 'open');
    await tells(other, 'open');
    await tells(one, 'open');
    expect(await told()).toEqual(['postmark provider.opened.v1']);
    await tells(one, 'closed');
    expect(await stateOf()).toBe('open');
    expect(await told()).toHaveLength(1);
    await tells(other, 'closed');
    expect(await told()).toEqual(['postmark provider.opened.v1', 'postmark provider.closed.v1']);
    expect(await stateOf()).toBe('closed');
    await tells(other, 'closed');
    expect(await told()).toHaveLength(2);
  });

  it('is what a process begins with that starts meanwhile', async () => {
    await tells(one, 'open');
    await tells(other, 'open', 'mailjet');
    await tells(other, 'closed', 'mailjet');
    expect(await reports.findOpen('mail')).toEqual([{ provider: 'postmark', reason: 'http-503' }]);
    expect(await reports.findOpen('sms')).toEqual([]);
    await db.setTime(new Date(Date.now() + 301_000));
    expect(await reports.findOpen('mail')).toEqual([]);
  });

  it('goes on from a process that ends to the next, which tells when it is over', async () => {
    await tells(one, 'open');
    await reports.leave('mail', one);
    expect(await stateOf()).toBe('open');
    expect(await reports.findOpen('mail')).toEqual([{ provider: 'postmark', reason: 'http-503' }]);
    await tells(other, 'open');
    expect(await told()).toEqual(['postmark provider.opened.v1']);
    await tells(other, 'closed');
    expect(await told()).toEqual(['postmark provider.opened.v1', 'postmark provider.closed.v1']);
    expect(await stateOf()).toBe('closed');
    expect(await reports.findOpen('mail')).toEqual([]);
    await tells(other, 'open');
    expect(await told()).toHaveLength(3);
  });

  it('is of each provider by itself', async () => {
    await tells(one, 'open');
    await tells(one, 'open', 'mailjet');
    await tells(one, 'closed');
    expect([await stateOf(), await stateOf('mailjet')]).toEqual(['closed', 'open']);
    expect((await reports.find(null)).find(({ name }) => name === 'mailjet')).toMatchObject({
      channel: 'mail',
      reason: 'http-503',
      changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      accepted: 0,
      refused: 0,
    });
  });

  it('of a process that is gone counts no more after five minutes', async () => {
    await tells(one, 'open');
    await db.setTime(new Date(Date.now() + 301_000));
    expect(await stateOf()).toBe('closed');
    await tells(other, 'open');
    expect(await told()).toEqual(['postmark provider.opened.v1', 'postmark provider.opened.v1']);
  });

  it('counts as long as its process says that it runs, however long ago it opened', async () => {
    await tells(one, 'open');
    const { changedAt } = (await reports.find(null)).find(({ name }) => name === 'postmark') ?? {};
    for (const seconds of [40, 80, 120, 400]) {
      await db.setTime(new Date(Date.now() + (seconds - 1) * 1_000));
      if (seconds < 400) await reports.refresh('mail', one);
      expect(await stateOf()).toBe(seconds < 400 ? 'open' : 'closed');
    }
    expect((await reports.find(null)).find(({ name }) => name === 'postmark')?.changedAt).toBe(changedAt);
  });

  it('of a process that was killed is known to the next, not shown for long, and told to be over by the one that closes', async () => {
    await tells(one, 'open');
    await db.setTime(new Date(Date.now() + 46_000));
    expect(await stateOf()).toBe('closed');
    expect(await reports.findOpen('mail')).toEqual([{ provider: 'postmark', reason: 'http-503' }]);
    await tells(other, 'open');
    expect(await told()).toEqual(['postmark provider.opened.v1']);
    await tells(other, 'closed');
    expect(await told()).toEqual(['postmark provider.opened.v1', 'postmark provider.closed.v1']);
    expect(await reports.findOpen('mail')).toEqual([]);
  });

  it('of a process that was killed a moment ago is told to be over as soon as that is known', async () => {
    await tells(one, 'open');
    await tells(other, 'open');
    await tells(other, 'closed');
    expect(await told()).toEqual(['postmark provider.opened.v1']);
    await db.setTime(new Date(Date.now() + 60_000));
    await Promise.all([tells(other, 'closed'), tells(randomUUID(), 'closed')]);
    await tells(other, 'closed');
    expect(await told()).toEqual(['postmark provider.opened.v1', 'postmark provider.closed.v1']);
  });

  it('goes with what became of the messages of the last 15 minutes, of one application or of all', async () => {
    const insert = (application: string, state: string, provider: string | null, ageMinutes: number) => db.sql`
      insert into gatehouse.deliveries
        (application, id, user_id, code_id, channel, template, state, attempts, not_before, deadline, provider, created_at)
      values (${application}, gen_random_uuid(), ${randomUUID()}, gen_random_uuid(), 'mail', 'activation-code', ${state}, 1,
        now(), now(), ${provider}, gatehouse.now() - make_interval(mins => ${ageMinutes}))`;
    await insert('default', 'sent', 'ses', 1);
    await insert('shop', 'sent', 'ses', 14);
    await insert('shop', 'failed', 'ses', 2);
    await insert('shop', 'sent', 'ses', 16);
    await insert('shop', 'sending', null, 1);
    const countsOf = async (application: string | null) =>
      (await reports.find(application)).find(({ name }) => name === 'ses');
    expect(await countsOf(null)).toMatchObject({ accepted: 2, refused: 1, state: 'closed', changedAt: null });
    expect(await countsOf('default')).toMatchObject({ accepted: 1, refused: 0 });
  });
});
