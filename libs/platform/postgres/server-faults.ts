import { expectedOfPooler, keyedLookups, sessionSettings } from './connect.js';
import type { Database } from './database.js';
import { codeOf } from './database-fault.js';
import type { Sql } from './statement.js';

/** Why a server cannot be used, though it answers. */
export interface ServerFault {
  readonly kind: 'encoding' | 'pooler' | 'read-only' | 'version';
  /** For the person who runs the service: what is the matter, and what to do. */
  readonly found: string;
  readonly advice: string;
}

interface ServerFacts {
  readonly version: string;
  readonly versionNumber: number;
  readonly encoding: string;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
  /** Settings that the session has otherwise than it said. */
  readonly dropped: readonly string[];
}

export const POOLER: ServerFault = {
  kind: 'pooler',
  found: 'a pooler such as PgBouncer does not pass session settings on to the server',
  advice:
    'Connect to PostgreSQL directly: this service has its own pool (DATABASE_POOL_SIZE). Or set DATABASE_DIRECT_URL to PostgreSQL itself, with the pooler in transaction mode in DATABASE_URL',
};

/** Of a pooler that is meant: its sessions take their settings from the role. */
const unfit = (settings: readonly string[]): ServerFault => ({
  kind: 'pooler',
  found: `sessions behind the pooler have other values of ${settings.join(', ')} than PostgreSQL’s defaults`,
  advice: 'Reset them for the role and the database, or set them in the pooler’s connect_query',
});

const OLDEST_SERVER = 150_000;

/** What answers are read by; and what no server has by default, which tells whether somebody drops what we say. */
const { DateStyle, IntervalStyle, TimeZone, bytea_output, default_transaction_isolation, search_path } =
  sessionSettings;
const SAID = { DateStyle, IntervalStyle, TimeZone, bytea_output, default_transaction_isolation, search_path };
const SAID_BY_POOLS = { ...SAID, plan_cache_mode: keyedLookups.plan_cache_mode };

/** Asks what `faultsOf` judges. It is one statement, and needs no table. */
export const askForFacts = (sql: Sql, said: Readonly<Record<string, string>> = SAID) => sql`
  select current_setting('server_version') as version, current_setting('server_version_num')::int as "versionNumber",
    current_setting('server_encoding') as encoding, pg_is_in_recovery() as "inRecovery",
    current_setting('transaction_read_only')::boolean as "readOnly",
    array(
      select name from unnest(${Object.keys(said)}::text[], ${Object.values(said)}::text[]) as said (name, value)
      where current_setting(name) <> value
    ) as dropped`;

/** Of PgBouncer and others: `unsupported startup parameter: lock_timeout`. */
const REFUSED_PARAMETER = /unsupported startup parameter/i;
const PROTOCOL_VIOLATION = '08P01';

/** Whether the error comes from a pooler that refuses what our sessions say of themselves. */
export const isOfPooler = (error: unknown): boolean =>
  codeOf(error) === PROTOCOL_VIOLATION && REFUSED_PARAMETER.test(String(error));

/**
 * What has to change before the service can run on this server; nothing where it can.
 * @throws DatabaseFault where it does not answer
 */
export async function serverFaults(
  database: Pick<Database, 'one' | 'query'> & { readonly isPooled?: boolean },
): Promise<ServerFault[]> {
  const { isPooled = false } = database;
  try {
    const said = isPooled ? expectedOfPooler() : SAID_BY_POOLS;
    const faults = faultsOf(await database.one((sql) => askForFacts(sql, said)), isPooled);
    // A session stays read-only as it was told when it began: the next one learns what is so by then.
    if (faults.some(({ kind }) => kind === 'read-only')) {
      await database.query((sql) => sql`select pg_terminate_backend(pg_backend_pid())`).catch(() => undefined);
    }
    return faults;
  } catch (error) {
    if (isOfPooler(error)) return [POOLER];
    throw error;
  }
}

/** What of a server has to change before this service can run on it; nothing where it can. */
export function faultsOf(row: object, isPooled = false): ServerFault[] {
  const facts = row as ServerFacts;
  const faults: ServerFault[] = [];
  if (facts.versionNumber < OLDEST_SERVER) {
    faults.push({ kind: 'version', found: `PostgreSQL ${facts.version}`, advice: 'Use PostgreSQL 15 or newer' });
  }
  if (facts.encoding !== 'UTF8') {
    faults.push({
      kind: 'encoding',
      found: `the database’s encoding is ${facts.encoding}, which cannot represent all names`,
      advice: "Create it with: create database … encoding 'UTF8' template template0",
    });
  }
  if (facts.readOnly) {
    faults.push({
      kind: 'read-only',
      found: facts.inRecovery ? 'the server is a standby, which accepts no writes' : 'the database is read-only',
      advice:
        'List every server in DATABASE_URL with target_session_attrs=read-write, or turn off default_transaction_read_only',
    });
  }
  if (facts.dropped.length > 0) faults.push(isPooled ? unfit(facts.dropped) : POOLER);
  return faults;
}
