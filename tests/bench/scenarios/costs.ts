import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { ApiClient } from '../load/api-client.ts';
import { Mailbox } from '../load/mailbox.ts';
import { newPerson, type Person } from '../load/person.ts';
import type { Figure, Unit } from '../report/figure.ts';
import type { Scenario } from '../scenario.ts';

const PEOPLE = 100;
const QUICK_PEOPLE = 10;
const CONNECTIONS = 8;
/** How long the deployment is watched while nobody does anything, in milliseconds. */
const IDLE_MS = 10_000;
const QUICK_IDLE_MS = 1_000;
const PATIENCE_MS = 60_000;

/** What the database has counted since it began. */
interface Counts {
  readonly at: number;
  readonly wal: number;
  readonly statements: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly bytes: number;
  readonly tables: Readonly<Record<string, number>>;
}

/** What a registration costs in the database: rows, bytes, WAL and statements, of API and worker together. */
export const costs: Scenario = {
  name: 'costs',
  onlyWhenNamed: true,
  run: async (bench) => {
    const deployment = await bench.deployment('prebuilt');
    const { sql } = bench.database;
    const client = new ApiClient(deployment.api.url, CONNECTIONS);
    const mailbox = new Mailbox(deployment.sandbox.url);
    const people = Array.from({ length: bench.quick ? QUICK_PEOPLE : PEOPLE }, () => newPerson());
    try {
      await settled(sql);
      const idle = await during(sql, () => pause(bench.quick ? QUICK_IDLE_MS : IDLE_MS));
      const mails = await mailbox.accepted();
      const registering = await during(sql, async () => {
        await inTurn(people, (person) => client.signUp(person));
        await mailbox.untilAccepted(mails + people.length);
        await settled(sql);
      });
      const codes = new Map<Person, string>();
      await inTurn(people, async (person) => void codes.set(person, await mailbox.codeFor(person.email)));
      // Waiting for their hashes must not outlast the codes' minute.
      const activating = await during(sql, async () => {
        await inTurn(people, (person) => client.activate(person, codes.get(person) ?? ''));
        await settled(sql);
      });
      const signingIn = await during(sql, async () => {
        await inTurn(people, (person) => client.signIn(person).then(() => undefined));
        await settled(sql);
      });
      const of = (what: string, counts: Counts) => figuresOf(what, counts, idle, people.length);
      return {
        figures: [
          ...of('a registration', registering),
          ...of('an activation', activating),
          ...of('a sign-in', signingIn),
          perSecond('statements of an idle deployment', idle.statements, idle.at, 'statements'),
          perSecond('WAL of an idle deployment', idle.wal, idle.at, 'bytes'),
        ],
        details: { people: people.length, idle, registering, activating, signingIn },
      };
    } finally {
      await client.close();
    }
  },
};

function figuresOf(what: string, counts: Counts, idle: Counts, people: number): Figure[] {
  const own = (name: 'wal' | 'statements') => (counts[name] - (idle[name] * counts.at) / idle.at) / people;
  const figure = (name: string, value: number, unit: Unit, meaning: string): Figure => ({
    name: `${what}: ${name}`,
    value,
    unit,
    meaning: `Of ${people}, one after another over ${CONNECTIONS} connections: ${meaning}.`,
  });
  return [
    figure('rows written', counts.inserted / people, 'rows', 'rows inserted in all tables, those of jobs included'),
    figure('rows changed', (counts.updated + counts.deleted) / people, 'rows', 'rows updated or deleted'),
    figure(
      'bytes',
      counts.bytes / people,
      'bytes',
      'growth of tables and indexes, with the room of rows that were changed',
    ),
    figure('WAL', own('wal'), 'bytes', 'bytes of the write-ahead log, less what an idle deployment writes meanwhile'),
    figure(
      'statements',
      own('statements'),
      'statements',
      'transactions, of which each statement is one, less idle ones',
    ),
  ];
}

const perSecond = (name: string, count: number, ms: number, unit: Unit): Figure => ({
  name: `${name}, each second`,
  value: (count / ms) * 1_000,
  unit,
  meaning: 'One API and one worker, which look for work.',
});

async function inTurn(people: readonly Person[], run: (person: Person) => Promise<void>): Promise<void> {
  const waiting = people.values();
  const one = async () => {
    for (const person of waiting) await run(person);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
}

/** Every relay has come to the end of the log, and no job is left. */
async function settled(sql: postgres.Sql): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    const [row] = await sql<{ settled: boolean }[]>`
      select not exists (
          select from gatehouse.relay_cursors as cursor, lateral (
            select from gatehouse.event_log as event
            where (event.epoch, event.transaction_id, event.position) > (cursor.epoch, cursor.transaction_id, cursor.position)
            limit 1) as waiting)
        and not exists (select from pgboss.job where state < 'completed' and start_after <= now()) as settled`;
    if (row?.settled) return;
  }
  throw new Error(`The worker has not come to an end within ${PATIENCE_MS / 1000} s`);
}

async function during(sql: postgres.Sql, run: () => Promise<unknown>): Promise<Counts> {
  const before = await countsOf(sql);
  await run();
  const after = await countsOf(sql);
  const tables = Object.entries(after.tables).map(
    ([table, rows]) => [table, rows - (before.tables[table] ?? 0)] as const,
  );
  return {
    at: after.at - before.at,
    wal: after.wal - before.wal,
    statements: after.statements - before.statements,
    inserted: after.inserted - before.inserted,
    updated: after.updated - before.updated,
    deleted: after.deleted - before.deleted,
    bytes: after.bytes - before.bytes,
    tables: Object.fromEntries(tables.filter(([, rows]) => rows > 0)),
  };
}

/** A backend that has nothing more to do tells what it has done after ten seconds (`PGSTAT_IDLE_INTERVAL`). */
const TOLD_MS = 11_000;

async function countsOf(sql: postgres.Sql): Promise<Counts> {
  await pause(TOLD_MS);
  const [row] = await sql<Omit<Counts, 'at'>[]>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
      (select xact_commit::float8 from pg_stat_database where datname = current_database()) as statements,
      sum(n_tup_ins)::float8 as inserted, sum(n_tup_upd)::float8 as updated, sum(n_tup_del)::float8 as deleted,
      (select sum(pg_total_relation_size(oid))::float8 from pg_class where relkind = 'r'
        and relnamespace in ('gatehouse'::regnamespace, 'pgboss'::regnamespace)) as bytes,
      jsonb_object_agg(schemaname || '.' || relname, n_tup_ins) as tables
    from pg_stat_user_tables where schemaname in ('gatehouse', 'pgboss')`;
  if (!row) throw new Error('An aggregate answered no row');
  return { ...row, at: performance.now() };
}
