import { PLATFORM } from '@gatehouse/platform/container';
import { PURGE_QUEUE } from '@gatehouse/platform/jobs';
import type { RunningWorker } from '../../../apps/worker/start-worker.js';
import { basic, somebody } from '../../support/api.js';
import { tracesOf } from '../../support/traces.js';
import { codeIn, WholeHouse } from '../../support/whole-house.js';

const DAY = 86_400_000;

describe('a worker', () => {
  let house: WholeHouse;
  let worker: RunningWorker;

  beforeAll(async () => {
    house = await WholeHouse.open();
    worker = await house.anotherWorker();
  });
  afterAll(async () => {
    await worker.stop();
    await house.close();
  });

  const purge = () => {
    const job = worker.container.getAll(PLATFORM.jobs).find(({ queue }) => queue === PURGE_QUEUE);
    return job?.handle({ id: 'of the test', data: {} });
  };
  const count = async (table: string) => {
    const [row] = await house.db.sql`select count(*)::int as rows from gatehouse.${house.db.sql(table)}`;
    return row?.['rows'];
  };

  it('purges every hour, and two workers have one schedule', async () => {
    const schedules = await house.db.sql`select name, cron, timezone from pgboss.schedule`;
    expect([...schedules]).toEqual([{ name: 'purge', cron: '7 * * * *', timezone: 'UTC' }]);
  });

  it('purges what every context keeps for a while only, and nothing of an account', async () => {
    const [ada, nobody] = [somebody(), somebody()];
    const userId = await house.api.register(ada);
    await house.deliveryIs(userId, 'sent');
    await house.api.activate(ada, codeIn(await house.mailTo(ada)) ?? '').expect(200);
    await house.api.http.post('/v1/sessions').set('Authorization', basic(ada)).expect(201);
    await house.deliveryIs(await house.api.register(nobody), 'sent');
    await house.db.sql`
      insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, deadline,
        created_at)
      select 'default', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'user.activated.v1', gen_random_uuid(),
        'delivered', now, now from gatehouse.now() as now`;
    expect(await purge()).toEqual({ kind: 'done' });
    expect([await count('users'), await count('sessions'), await count('webhook_deliveries')]).toEqual([2, 1, 1]);

    await house.db.advance(100 * DAY);
    expect(await purge()).toEqual({ kind: 'done' });
    expect(await tracesOf(house.db, [nobody.email])).toEqual([]);
    for (const table of [
      'sessions',
      'deliveries',
      'webhook_deliveries',
      'activation_codes',
      'throttles',
      'password_tries',
      'notices',
    ]) {
      expect([table, await count(table)]).toEqual([table, 0]);
    }
    const users = await house.db.sql`select id, state from gatehouse.users`;
    expect([...users]).toEqual([{ id: userId, state: 'active' }]);
    const { values } = await worker.container.get(PLATFORM.metrics).purgedRows.get();
    const purged = Object.fromEntries(values.map(({ labels, value }) => [labels['what'], value]));
    expect(purged).toMatchObject({ registrations: 1, sessions: 1 });
    expect(purged['deliveries']).toBeGreaterThan(0);
  });
});
