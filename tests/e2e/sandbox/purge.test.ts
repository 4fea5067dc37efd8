import { PLATFORM } from '@gatehouse/platform/container';
import { PURGE_QUEUE } from '@gatehouse/platform/jobs';
import type { RunningWorker } from '../../../apps/worker/start-worker.js';
import { basic, somebody } from '../../support/api.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';
import { tracesOf } from '../../support/traces.js';

const DAY = 86_400_000;

describe('a worker', () => {
  let harness: ServiceHarness;
  let worker: RunningWorker;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
    worker = await harness.anotherWorker();
  });
  afterAll(async () => {
    await worker.stop();
    await harness.close();
  });

  const purge = () => {
    const job = worker.container.getAll(PLATFORM.jobs).find(({ queue }) => queue === PURGE_QUEUE);
    return job?.handle({ id: 'of the test', data: {} });
  };
  const count = async (table: string) => {
    const [row] = await harness.db.sql`select count(*)::int as rows from gatehouse.${harness.db.sql(table)}`;
    return row?.['rows'];
  };

  it('purges and looks for a new month every hour, and two workers have one schedule', async () => {
    const schedules = await harness.db.sql`select name, cron, timezone from pgboss.schedule order by name`;
    expect([...schedules]).toEqual([
      { name: 'log-partitions', cron: '1 * * * *', timezone: 'UTC' },
      { name: 'purge', cron: '7 * * * *', timezone: 'UTC' },
    ]);
  });

  it('purges what every context keeps for a while only, and nothing of an account', async () => {
    const [ada, nobody] = [somebody(), somebody()];
    const userId = await harness.api.register(ada);
    await harness.deliveryIs(userId, 'sent');
    await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '').expect(200);
    await harness.api.http.post('/v1/sessions').set('Authorization', basic(ada)).expect(201);
    await harness.deliveryIs(await harness.api.register(nobody), 'sent');
    await harness.db.sql`
      insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, deadline,
        created_at)
      select 'default', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'user.activated.v1', gen_random_uuid(),
        'delivered', now, now from gatehouse.now() as now`;
    await harness.db.sql`
      insert into gatehouse.provider_reports (application, channel, provider, process_id, state)
      values ('default', 'mail', 'sandbox', gen_random_uuid(), 'open')`;
    expect(await purge()).toEqual({ kind: 'done' });
    expect([await count('users'), await count('sessions'), await count('webhook_deliveries')]).toEqual([2, 1, 1]);

    await harness.db.advance(100 * DAY);
    expect(await purge()).toEqual({ kind: 'done' });
    expect(await tracesOf(harness.db, [nobody.email])).toEqual([]);
    for (const table of [
      'sessions',
      'deliveries',
      'webhook_deliveries',
      'provider_reports',
      'activation_codes',
      'throttles',
      'password_tries',
      'notices',
    ]) {
      expect([table, await count(table)]).toEqual([table, 0]);
    }
    const users = await harness.db.sql`select id, state from gatehouse.users`;
    expect([...users]).toEqual([{ id: userId, state: 'active' }]);
    const { values } = await worker.container.get(PLATFORM.metrics).purgedRows.get();
    const purged = Object.fromEntries(values.map(({ labels, value }) => [labels['what'], value]));
    expect(purged).toMatchObject({ registrations: 1, sessions: 1, 'provider-reports': 1 });
    expect(purged['deliveries']).toBeGreaterThan(0);
  });
});
