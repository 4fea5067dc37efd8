import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { composeWorker, LOG_READERS } from '@gatehouse/deployment';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { cursorText, EventFeed, FeedLog, LogPartitionsJob, START } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Database } from '@gatehouse/platform/postgres';
import type { Manifest } from '../../../libs/platform/archive/archive-files.js';
import { writeMonth } from '../../../libs/platform/archive/archive-files.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

const logger = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');
const TYPE = 'user.registered.v1';
const RELAYS = LOG_READERS;

describe('an archive of the event log', () => {
  let db: TestDatabase;
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'archive' });
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-archive-'));
    await db.setTime(new Date('2027-01-15T12:00:00Z'));
    await db.sql`update gatehouse.log_partitions set attached_at = gatehouse.now(), month = '2027-01-01'`;
    await append('january-1', 'january-2', 'january-3');
    await begin('2027-02-01T00:01:00Z');
    await append('february-1');
    await begin('2027-03-01T00:01:00Z');
    await append('march-1');
    // An event can be read when every transaction that began before it has ended, those of other suites too.
    await eventually('all can be read', async () => (await read()).events.length === 5);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await database.close();
    await db.drop();
  });

  const append = async (...names: string[]) => {
    for (const name of names)
      await db.sql`
        insert into gatehouse.event_log (application, id, subject, type, data) values ('default', ${randomUUID()},
          ${randomUUID()}, ${TYPE}, ${db.sql.json({ userId: name, email: `${name}@example.com`, locale: 'en' })})`;
  };
  const begin = async (moment: string) => {
    const job = new LogPartitionsJob(database, logger);
    await job.handle();
    await db.setTime(new Date(moment));
    await job.handle();
  };
  const gatehouse = async (...args: string[]) => {
    const { code, out, err } = await runGatehouse(
      ['events', ...args],
      { ...TEST_ENVIRONMENT, DATABASE_URL: db.url },
      folder,
    );
    return { code, lines: out.trim().split('\n'), err };
  };
  const archive = (...args: string[]) => gatehouse('archive', '--before', '2027-02', '--to', 'archive', ...args);
  const manifest = async (): Promise<Manifest> =>
    JSON.parse(await readFile(path.join(folder, 'archive', '2027-01-1', 'manifest.json'), 'utf8'));
  const moveRelays = (names: readonly string[]) => db.sql`
    insert into gatehouse.relay_cursors (subscriber, epoch, transaction_id, position)
    select named.subscriber, place.epoch, place.transaction_id, place.position
    from unnest(${[...names]}::text[]) as named (subscriber), (
      select epoch, transaction_id, position from gatehouse.event_log
      order by epoch desc, transaction_id desc, position desc limit 1) as place
    on conflict (subscriber) do update set epoch = excluded.epoch, transaction_id = excluded.transaction_id,
      position = excluded.position`;
  const read = (after = START) => new FeedLog(database).read({ application: 'default', types: null, limit: 10 }, after);
  const namesOf = ({ events }: Awaited<ReturnType<typeof read>>) =>
    events.map(({ data }) => (data as { userId: string }).userId);

  it('knows every relay of a deployment', async () => {
    const { container } = composeWorker(readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url }), logger);
    const names = container.getAll(PLATFORM.subscriptions).map(({ name }) => name);
    expect(names.toSorted()).toEqual(LOG_READERS);
    await container.get(PLATFORM.database).close();
    await container.unbindAllAsync();
  });

  it('waits until a month has been over for seven days', async () => {
    await db.setTime(new Date('2027-02-07T00:00:00Z'));
    expect(await archive()).toMatchObject({ code: 0, lines: ['nothing to archive'] });
    await db.setTime(new Date('2027-03-02T00:00:00Z'));
  });

  it('has each event of a month with its cursor, and no personal data', async () => {
    expect(await archive()).toMatchObject({ code: 0, lines: [expect.stringMatching(/^2027-01: 3 events in /)] });
    const { files, ...said } = await manifest();
    expect(said).toMatchObject({ month: '2027-01', events: 3, personalData: 'removed', complete: true });
    const [file] = files;
    const lines = gunzipSync(await readFile(path.join(folder, 'archive', '2027-01-1', file?.name ?? '')))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ data }) => data)).toEqual(
      [1, 2, 3].map((number) => ({ userId: `january-${number}`, email: null, locale: null })),
    );
    const logged = await read();
    expect(lines.map(({ cursor, id }) => [cursor, id])).toEqual(
      logged.events.slice(0, 3).map(({ cursor, id }) => [cursorText(cursor), id]),
    );
    expect(await gatehouse('verify', 'archive')).toMatchObject({ code: 0, lines: ['good  2027-01  3 events'] });
  });

  it('deletes nothing while anybody has not read so far, and says who', async () => {
    const refused = await archive('--drop');
    expect(refused.code).toBe(1);
    for (const name of RELAYS) expect(refused.err).toContain(`the relay "${name}"`);
    await moveRelays([...RELAYS, 'nats']);
    await db.sql`update gatehouse.relay_cursors set epoch = 0 where subscriber = 'nats'`;
    const webhook = randomUUID();
    const [event] = (await read()).events;
    await db.sql`
      insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, deadline, next_attempt_at, created_at)
      values ('default', ${randomUUID()}, ${webhook}, ${event?.id ?? ''}, ${TYPE}, ${randomUUID()}, 'pending', now(), now(), now())`;
    const again = await archive('--drop');
    expect(again.err).toContain(`the relay "nats", webhook ${webhook} of "default"`);
    expect(again.code).toBe(1);
    expect(namesOf(await read())).toHaveLength(5);
    await db.sql`delete from gatehouse.webhook_deliveries`;
  });

  it('is refused when its files are damaged', async () => {
    const { files } = await manifest();
    const file = path.join(folder, 'archive', '2027-01-1', files[0]?.name ?? '');
    const good = await readFile(file);
    await appendFile(file, 'x');
    const refused = await archive('--drop', '--ignore', 'nats');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('damaged') });
    const turned = Buffer.from(good);
    turned[20] = (turned[20] ?? 0) ^ 1;
    await writeFile(file, turned);
    expect(await gatehouse('verify', 'archive')).toMatchObject({
      code: 1,
      lines: [expect.stringContaining('another SHA-256')],
    });
    await writeFile(file, good);
    expect(namesOf(await read())).toHaveLength(5);
  });

  it('continues after an interruption with the next file', async () => {
    const place = path.join(folder, 'resumed');
    const { events } = await read();
    const begun = {
      month: '2027-01',
      after: cursorText(START),
      end: cursorText(events[2]?.cursor ?? START),
      personalData: 'kept' as const,
    };
    const asked: string[] = [];
    const after = (failAt: number) =>
      async function* (cursor: { readonly position: string }) {
        asked.push(cursor.position);
        for (const [index, event] of events.slice(0, 3).entries()) {
          if (BigInt(event.cursor.position) <= BigInt(cursor.position)) continue;
          if (index === failAt) throw new Error('The database is gone');
          yield { cursor: cursorText(event.cursor), time: event.occurredAt.toISOString() };
        }
      };
    await expect(writeMonth(place, begun, after(2), 1)).rejects.toThrow('gone');
    const written = await writeMonth(place, begun, after(9), 1);
    expect(asked).toEqual(['0', events[0]?.cursor.position]);
    expect(written).toMatchObject({ complete: true, events: 3 });
    expect((await readdir(place)).toSorted()).toEqual([
      '000001.ndjson.gz',
      '000002.ndjson.gz',
      '000003.ndjson.gz',
      'manifest.json',
    ]);
  });

  it('takes the month out of the log beside a reader and a writer, and tells readers where the log begins', async () => {
    const before = await read();
    const [old, end] = [before.events[0]?.cursor ?? START, before.events[2]?.cursor ?? START];
    const writer = await db.sql.reserve();
    await writer`begin`;
    await writer`insert into gatehouse.event_log (application, id, subject, type, data)
      values ('default', ${randomUUID()}, ${randomUUID()}, ${TYPE}, '{"userId": "march-2"}')`;
    const dropped = archive('--drop', '--ignore', 'nats');
    // It waits for the writer's end; meanwhile everybody else goes on.
    await eventually('readers are told', async () => (await read(old)).beginning !== undefined, 30_000);
    const others = await db.sql.reserve();
    await others`set lock_timeout = 2000`;
    await others`insert into gatehouse.event_log (application, id, subject, type, data)
      values ('default', ${randomUUID()}, ${randomUUID()}, ${TYPE}, '{"userId": "march-3"}')`;
    others.release();
    await writer`commit`;
    writer.release();
    expect(await dropped).toMatchObject({ code: 0, lines: [expect.stringMatching(/deleted from the database$/)] });

    expect(await read(old)).toEqual({ events: [], cursor: old, more: false, beginning: end });
    // An event can be read when every transaction that began before it has ended, those of other suites too.
    await eventually('all four can be read', async () => namesOf(await read(end)).length === 4);
    expect(namesOf(await read(end))).toEqual(['february-1', 'march-1', 'march-2', 'march-3']);
    expect(namesOf(await read())).toEqual(['february-1', 'march-1', 'march-2', 'march-3']);
    const feed = new EventFeed(database, logger, { pollMs: 20, batch: 5 });
    const pages = feed.follow({
      application: 'default',
      types: null,
      limit: 3,
      after: old,
      signal: new AbortController().signal,
    });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    await feed.stop();
    const [table] = await db.sql`select to_regclass('gatehouse.event_log_1') as found`;
    expect(table).toEqual({ found: null });
    const acts = await db.sql`select act from gatehouse.audit_log where act like 'events.%' order by position`;
    expect(acts.map(({ act }) => act)).toEqual(['events.archived', 'events.dropped']);
  });

  it('goes on where the deletion was interrupted, and with the next month', async () => {
    await moveRelays([...RELAYS, 'nats']);
    await db.setTime(new Date('2027-03-10T00:00:00Z'));
    const next = await gatehouse('archive', '--before', '2027-03', '--to', 'archive');
    expect(next.lines).toEqual([expect.stringMatching(/^2027-02: 1 event in/)]);
    await db.sql`update gatehouse.log_partitions set dropped_at = gatehouse.now() where number = 2`;
    expect(await gatehouse('archive', '--before', '2027-03', '--to', 'archive')).toMatchObject({ code: 0 });
    expect(namesOf(await read())).toEqual(['march-1', 'march-2', 'march-3']);
    expect(await gatehouse('verify', 'archive')).toMatchObject({
      code: 0,
      lines: ['good  2027-01  3 events', 'good  2027-02  1 event'],
    });
    await rm(path.join(folder, 'archive', '2027-01-1'), { recursive: true });
    expect(await gatehouse('verify', 'archive')).toMatchObject({ code: 0 });
  });
});
