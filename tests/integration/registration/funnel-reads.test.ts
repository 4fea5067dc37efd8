import type { RecordedEvent } from '@gatehouse/kernel';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresFunnelCounts } from '../../../libs/registration/adapters/postgres/funnel/postgres-funnel-counts.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { reportReads } from '../../support/reported-reads.js';

const PEOPLE = 1_000;
const BATCH = 500;
/** Rows of the log that are read for an event: a person's own few, by each of the statement's looks at them. */
const FEW = 60;

/** Plans are kept: one that was made while a month of the log was empty goes on until that is analysed. */
describe('the funnel, on a log that was empty when its statement was planned', () => {
  let db: TestDatabase;
  let database: Database;
  let counts: PostgresFunnelCounts;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    counts = new PostgresFunnelCounts(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const rowsRead = async (): Promise<number> => {
    await reportReads(database);
    const [row] = await db.sql<{ read: number }[]>`
      select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables
      where schemaname = 'gatehouse' and relname like 'event\_log\_%'`;
    return row?.read ?? 0;
  };

  const peopleSignUp = async (people: number): Promise<readonly RecordedEvent[]> => {
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data)
      select 'default', gen_random_uuid(), person.id, type, jsonb_build_object('channel', 'mail', 'email', n || '@example.org')
      from (select n, gen_random_uuid() as id from generate_series(1, ${people}::int) n) as person,
        unnest(array['user.registered.v1', 'activation-code.issued.v1', 'message.sent.v1']) with ordinality as told (type, step)
      order by step, n`;
    return db.sql<RecordedEvent[]>`
      select application, id, type from gatehouse.event_log order by epoch, transaction_id, position`;
  };

  it('reads no more for an event than that person’s own', async () => {
    await counts.count(await peopleSignUp(1));
    const [, , , ...events] = await peopleSignUp(PEOPLE);
    const before = await rowsRead();
    for (let first = 0; first < events.length; first += BATCH) await counts.count(events.slice(first, first + BATCH));
    const [day] = await db.sql`select signed_up, mailed from gatehouse.funnel_days`;
    expect(day).toEqual({ signed_up: PEOPLE + 1, mailed: PEOPLE + 1 });
    expect(((await rowsRead()) - before) / events.length).toBeLessThan(FEW);
  });
});
