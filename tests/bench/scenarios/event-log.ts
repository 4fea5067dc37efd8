import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { type Cursor, EventLog, FeedLog } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { REGISTRATION } from '@gatehouse/registration';
import postgres from 'postgres';
import { cursorAt, fillLog, PER_PERSON, personAt } from '../large/large-log.ts';
import { contextsOn } from '../large/statements.ts';
import { distribution } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Scenario } from '../scenario.ts';

const EVENTS = 5_000_000;
const QUICK_EVENTS = 12_000;
const ROUNDS = 200;
const QUICK_ROUNDS = 3;
const MONTHS = 12;
const BATCH = 500;
const application = 'default';

/** Nothing waits for the disk while the log is filled: it takes minutes instead of hours. Reads are what is measured. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
  shared_buffers: '2GB',
};

/** Relay, feed, funnel and erasure on a log of years: `--events 100000000` fills one of 100 million, in 47 GB. */
export const eventLog: Scenario = {
  name: 'event-log',
  onlyWhenNamed: true,
  run: async (bench) => {
    const events = bench.events ?? (bench.quick ? QUICK_EVENTS : EVENTS);
    const rounds = bench.quick ? QUICK_ROUNDS : ROUNDS;
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-log-'));
    await chmod(dataDirectory, 0o711);
    const settings = bench.quick ? { ...SETTINGS, shared_buffers: '128MB' } : SETTINGS;
    const server = await startEmbeddedPostgres({ dataDirectory, temporary: true, settings });
    try {
      await server.createDatabase('log');
      const url = server.databaseUrl('log');
      await (await deploymentMigrator(url)).up();
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      const database = new Database({ url, applicationName: 'bench', poolSize: 1, deadlineMs: 60_000 });
      try {
        const began = performance.now();
        await fillLog(sql, events, MONTHS, bench.note);
        bench.note(`${events.toLocaleString('en')} events in ${Math.round((performance.now() - began) / 1000)} s`);
        const figures = [await bytesOf(sql, events)];
        for (const { name, meaning, run } of await statements(sql, database, url, events))
          figures.push(await timed(name, meaning, run, rounds));
        return { figures, details: { events, months: MONTHS, rounds } };
      } finally {
        await database.close();
        await sql.end({ timeout: 5 });
      }
    } finally {
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  },
};

interface Measured {
  readonly name: string;
  readonly meaning: string;
  readonly run: (round: number) => Promise<unknown>;
}

async function statements(
  sql: postgres.Sql,
  database: Database,
  url: string,
  events: number,
): Promise<readonly Measured[]> {
  const [log, feed] = [new EventLog(database), new FeedLog(database)];
  const { container } = contextsOn(database, url);
  const [funnel, erasures] = [container.get(REGISTRATION.funnelCounts), container.get(REGISTRATION.erasures)];
  const end = await cursorAt(sql, events);
  const people = Math.floor(events / PER_PERSON);
  /** Anywhere in the log, another place each round. */
  const share = (round: number) => ((round * 0.618_034) % 1) * 0.9;
  const places = new Map<number, Cursor>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1)
    places.set(round, await cursorAt(sql, Math.floor(events * share(Math.abs(round)))));
  const at = (round: number) => places.get(round) ?? end;
  const moveTo = async (subscriber: string, { epoch, transactionId, position }: Cursor) => {
    await sql`
      insert into gatehouse.relay_cursors (subscriber, epoch, transaction_id, position)
      values (${subscriber}, ${epoch}, ${transactionId}::text::xid8, ${position}::text::bigint)
      on conflict (subscriber) do update set epoch = excluded.epoch, transaction_id = excluded.transaction_id,
        position = excluded.position`;
  };
  await moveTo('idle', end);
  const read = (after: Cursor, types: readonly string[] | null) => feed.read({ application, types, limit: 100 }, after);
  const batches = new Map<number, Awaited<ReturnType<EventLog['readAfterCursor']>>>();
  return [
    {
      name: 'relay, nothing new',
      meaning: 'the look of a relay that has read everything',
      run: () => log.readAfterCursor('idle', 'all', BATCH),
    },
    {
      name: `relay, ${BATCH} events`,
      meaning: `a batch of ${BATCH} events from somewhere in the log, and the cursor behind it`,
      run: async (round) => {
        const batch = await log.readAfterCursor('busy', 'all', BATCH);
        batches.set(round, batch);
        await moveTo('busy', at(round + 1));
      },
    },
    { name: 'feed, nothing new', meaning: 'a page behind the last event', run: () => read(end, null) },
    { name: 'feed, 100 events', meaning: 'a page from somewhere in the log', run: (round) => read(at(round), null) },
    {
      name: 'feed, a rare type',
      meaning: 'a page of an unknown type: it looks at 2,000 events',
      run: (round) => read(at(round), ['user.erased.v1']),
    },
    {
      name: `funnel, ${BATCH} events`,
      meaning: `counting a batch of ${BATCH} events`,
      run: async (round) => {
        const batch = batches.get(round);
        if (!batch) return;
        await sql`update gatehouse.funnel_progress set epoch = ${batch.cursor.epoch},
          transaction_id = ${batch.cursor.transactionId}::text::xid8, position = ${batch.cursor.position}::text::bigint`;
        await funnel.count(batch.events);
      },
    },
    {
      name: 'erasure',
      meaning: 'the statement that erases somebody, blanking their events among it',
      run: async (round) => {
        const id = personAt(Math.floor(people * share(Math.abs(round))) + Number(round < 0));
        await sql`
          insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash)
          values (${application}, ${id}, 'pending', ${id}, ${id}, '') on conflict do nothing`;
        const began = performance.now();
        await erasures.erase({ userIds: [id], provenHashes: null }, ERASED, context);
        return performance.now() - began;
      },
    },
    {
      name: 'writing two events',
      meaning: 'the part of a sign-up’s statement that appends its events, without a wait for the disk',
      run: () =>
        database.query(
          (on) => on`
            insert into gatehouse.event_log (application, id, subject, type, data)
            select ${application}, gen_random_uuid(), gen_random_uuid(), 'user.registered.v1', '{}' from generate_series(1, 2)`,
        ),
    },
  ];
}

const ERASED = { type: 'user.erased.v1', data: {}, awaits: ['userId'] } as const;
const context = {
  application,
  network: null,
  requestId: 'bench',
  administrator: { kind: 'operator', id: null, application, everywhere: true },
} as const;

const WARM_UP = 10;

async function timed(name: string, meaning: string, run: Measured['run'], rounds: number): Promise<Figure> {
  const times: number[] = [];
  for (let round = -Math.min(WARM_UP, rounds); round < rounds; round += 1) {
    const began = performance.now();
    const own = await run(round);
    // What is measured may need something before it.
    if (round >= 0) times.push(typeof own === 'number' ? own : performance.now() - began);
  }
  const { p50, p99 } = distribution(times);
  return { name, value: p50, unit: 'ms', meaning: `Median of ${rounds} (p99 ${p99.toFixed(2)} ms): ${meaning}.` };
}

async function bytesOf(sql: postgres.Sql, events: number): Promise<Figure> {
  const [row] = await sql<{ bytes: string }[]>`
    select sum(pg_total_relation_size(inhrelid)) as bytes from pg_inherits where inhparent = 'gatehouse.event_log'::regclass`;
  return {
    name: 'an event in the log, with its indexes',
    value: Number(row?.bytes) / events,
    unit: 'bytes',
    meaning: `Of ${events.toLocaleString('en')} events in ${MONTHS} partitions, ${PER_PERSON} of each person.`,
  };
}
