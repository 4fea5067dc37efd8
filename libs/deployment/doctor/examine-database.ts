import { connect } from 'node:net';
import { type Database, serverFaults } from '@gatehouse/platform/postgres';
import { allMigrationNames } from '../migrations.js';
import { bad, type Finding, good, off, warn } from './finding.js';

/** What the server promises of a commit, and what a crash takes when it does not (PostgreSQL manual, 19.5). */
const LOSSES = {
  fsync: 'a crash of the machine can corrupt the database',
  full_page_writes: 'a crash of the machine can leave partially written pages in the database',
  synchronous_commit: 'a crash of the server can lose acknowledged changes',
} as const;

type Durability = keyof typeof LOSSES;

export const durabilityFindings = (switchedOff: readonly Durability[]): Finding[] =>
  switchedOff.length === 0
    ? [good('durability', 'commits are on disk before they are acknowledged')]
    : switchedOff.map((name) =>
        warn(
          'durability',
          `${name} is off: ${LOSSES[name]}`,
          `Set ${name} = on for the server, the database and the role`,
        ),
      );

/** Codes and sessions live by the database's clock, tokens by ours: what they may differ by, in milliseconds. */
const CLOCKS_APART_MS = 2_000;
const UNDEFINED_TABLE = '42P01';

const SETTING = 'DATABASE_URL';

/**
 * The database, what is in it, and its clock. Nothing is written.
 * @param environment in production, what a crash of the server would lose is reported too
 */
export async function examineDatabase(database: Database, environment = 'development'): Promise<Finding[]> {
  try {
    const faults = await serverFaults(database);
    if (faults.length > 0) return faults.map(({ found, advice }) => bad('database', `${SETTING}: ${found}`, advice));
    const asked = Date.now();
    const row = await database.one<{ name: string; now: Date }>(
      (sql) => sql`
        select current_setting('server_version') as name, clock_timestamp() as now`,
    );
    return [
      good('database', `PostgreSQL ${row.name}`),
      clockFinding(row.now.getTime(), asked, Date.now()),
      ...(environment === 'production' ? await examineDurability(database) : []),
      ...(await examineSchema(database)),
      processesFinding(await connectedProcesses(database)),
    ];
  } catch (error) {
    const words = error instanceof Error ? error.message || error.name : String(error);
    return [
      bad(
        'database',
        `${SETTING}: ${words}`,
        'Check that PostgreSQL runs, and that the URL and its password are right',
      ),
    ];
  }
}

const PATIENCE_MS = 2_000;
const PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'smtp:': 587,
  'smtps:': 465,
  'nats:': 4222,
  'tls:': 4222,
};

/** Whether somebody listens there. Nothing is sent, so no secret leaves and no message goes out. */
export function examineConnection(subject: string, name: string, address: string, setting: string): Promise<Finding> {
  const url = new URL(address);
  const port = Number(url.port) || (PORTS[url.protocol] ?? 443);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    const advice = `Check ${setting}, and that this machine may connect to it`;
    socket.setTimeout(PATIENCE_MS, () => end(bad(subject, `${name} at ${host}:${port} does not answer`, advice)));
    socket.once('connect', () => end(good(subject, `${name} at ${host}:${port} listens`)));
    socket.once('error', ({ message }) => end(bad(subject, `${name} at ${host}:${port}: ${message}`, advice)));
  });
}

/** Whether what was acknowledged survives a crash, as far as the server's settings and this role's can say. */
async function examineDurability(database: Database): Promise<Finding[]> {
  const switchedOff = await database.query<{ name: Durability }>(
    (sql) => sql`
      select name from unnest(${Object.keys(LOSSES)}::text[]) with ordinality as setting (name, place)
      where current_setting(name) = 'off' order by place`,
  );
  return durabilityFindings(switchedOff.map(({ name }) => name));
}

/** The database's moment lies between our asking and its answer, if the clocks agree. */
function clockFinding(theirs: number, asked: number, answered: number): Finding {
  const apart = Math.max(asked - theirs, theirs - answered, 0);
  const found = apart < 1 ? 'in sync with the database’s clock' : `${Math.round(apart)} ms off the database’s clock`;
  return apart > CLOCKS_APART_MS
    ? bad('clock', found, 'Use NTP on this machine and on the database’s')
    : good('clock', found);
}

async function examineSchema(database: Database): Promise<Finding[]> {
  const applied = await appliedMigrations(database);
  const known = await allMigrationNames();
  const pending = known.filter((name) => !applied.has(name));
  const foreign = [...applied].filter((name) => !known.includes(name));
  if (pending.length > 0) return [bad('migrations', `${pending.length} pending`, 'Run `gatehouse migrate up`')];
  return [
    foreign.length > 0
      ? warn(
          'migrations',
          `${foreign.length} unknown to this version`,
          'Run the version that applied them, or a newer one',
        )
      : good('migrations', `all ${known.length} applied`),
    await administratorFinding(database),
  ];
}

/** A kind of process, such as `worker`, of one version. */
export interface ConnectedProcess {
  readonly name: string;
  readonly version: string;
}

/** Every API and worker has a connection to the database that names it. */
async function connectedProcesses(database: Database): Promise<readonly ConnectedProcess[]> {
  const rows = await database.query<{ name: string; version: string }>(
    (sql) => sql`
      select distinct found[1] as name, found[2] as version
      from pg_stat_activity cross join lateral regexp_match(application_name, '^gatehouse-(api|worker) ([^ ]+)$') as found
      where datname = current_database() and found is not null
      order by 1, 2`,
  );
  return rows.map(({ name, version }) => ({ name, version }));
}

export function processesFinding(connected: readonly ConnectedProcess[]): Finding {
  const found = connected.map(({ name, version }) => `${name} ${version}`).join(', ');
  const has = (kind: string) => connected.some(({ name }) => name === kind);
  if (connected.length === 0) return off('processes', 'none is connected to the database');
  if (!has('worker'))
    return warn('processes', `${found}, and no worker`, 'Start a worker: without one no message is sent');
  return new Set(connected.map(({ version }) => version)).size > 1
    ? warn('processes', found, 'Finish the deployment, so that all run the same version')
    : good('processes', found);
}

async function appliedMigrations(database: Database): Promise<ReadonlySet<string>> {
  try {
    const rows = await database.query<{ name: string }>((sql) => sql`select name from public.gatehouse_migrations`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}

async function administratorFinding(database: Database): Promise<Finding> {
  const { count } = await database.one<{ count: number }>(
    (sql) => sql`
      select count(*)::int as count from gatehouse.user_roles where application = 'default' and role = 'admin'`,
  );
  return count > 0
    ? good('administrators', `${count} in "default"`)
    : warn('administrators', 'no one has the role admin in "default"', 'Run `gatehouse create-admin --email …`');
}
