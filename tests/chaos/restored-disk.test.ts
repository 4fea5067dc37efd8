import { randomUUID } from 'node:crypto';
import { type Cursor, EventFeed } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Database } from '@gatehouse/platform/postgres';
import { CrashingServer } from '../support/crashing-server.js';
import { eventually } from '../support/eventually.js';
import { untilSettled } from '../support/settled.js';

const QUERY = { application: 'shop', types: null, limit: 100 };

/**
 * A copy of a disk that is put back has neither another cluster's identifier nor another timeline, and counts transactions
 * on from where it was copied: as a standby does that had not received everything.
 */
describe('a server that goes on from an earlier copy of its disk', () => {
  let server: CrashingServer;

  beforeEach(async () => {
    server = await CrashingServer.start();
  }, 120_000);
  afterEach(() => server.close(), 60_000);

  const write = (name: string) => server.db.sql`
    insert into gatehouse.event_log (application, id, subject, type, data)
    values ('shop', ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', ${server.db.sql.json({ name })})`;
  const readOn = async (after: Cursor) => {
    await untilSettled(server.db);
    const database = new Database({ url: server.db.url, applicationName: 'follower' });
    const feed = new EventFeed(database, createLogger({ environment: 'test', logLevel: 'silent' }, 'tests'));
    const { events, cursor } = await feed.read(QUERY, after);
    await database.close();
    return { names: events.map(({ data }) => (data as { name: string }).name), cursor };
  };
  const lastPlaces = () => server.db.sql<{ epoch: number; transaction_id: string; name: string }[]>`
    select epoch, transaction_id::text, data ->> 'name' as name from gatehouse.event_log order by position`;

  it('gives new events places that no follower has passed, though its transactions have ids that were used', async () => {
    await write('kept');
    await server.snapshot();
    for (let lost = 0; lost < 20; lost++) await write(`lost ${lost}`);
    const before = await readOn({ epoch: 0, transactionId: '0', position: '0' });
    expect(before.names).toHaveLength(21);
    const lostPlaces = (await lastPlaces()).filter(({ name }) => name.startsWith('lost'));

    // Epochs are told apart by the second in which they are opened; to put a disk back takes longer outside of tests.
    const [lost] = await server.db.sql`select clock_timestamp() + interval '1 s' as until`;
    await eventually('a second has passed', async () => {
      const [row] = await server.db.sql`select clock_timestamp() > ${lost?.['until'] as Date} as passed`;
      return row?.['passed'] === true;
    });
    await server.restoreSnapshot();
    for (let fresh = 0; fresh < 5; fresh++) await write(`new ${fresh}`);
    const places = await lastPlaces();
    expect(places.map(({ name }) => name)).toEqual(['kept', 'new 0', 'new 1', 'new 2', 'new 3', 'new 4']);
    const used = new Set(lostPlaces.map(({ transaction_id }) => transaction_id));
    expect(places.filter(({ transaction_id }) => used.has(transaction_id)).length).toBeGreaterThan(0);
    expect((await readOn(before.cursor)).names).toEqual(['new 0', 'new 1', 'new 2', 'new 3', 'new 4']);
  }, 120_000);
});
