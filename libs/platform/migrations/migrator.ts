import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Umzug } from 'umzug';
import {
  askForFacts,
  DatabaseFault,
  faultsOf,
  findServer,
  isOfPooler,
  POOLER,
  parseDatabaseUrl,
  SoleConnection,
} from '../postgres/index.js';
import type { Migration } from './migration.js';
import { type SessionName, SessionWatch, type WatchBounds } from './session-watch.js';

export interface MigrationStatus {
  readonly name: string;
  readonly state: 'applied' | 'pending';
}

export interface MigratorBounds extends WatchBounds {
  /** What takes no time where the server is well gets so long. A migration takes as long as it takes. */
  readonly statementMs: number;
}

const BOUNDS: MigratorBounds = { statementMs: 10_000, lookMs: 1_000, answerMs: 5_000, misses: 5 };

/** Applies and reverts migrations, one transaction each, one process at a time. */
export class Migrator {
  readonly #url: string;
  readonly #migrations: readonly Migration[];
  readonly #onWaiting: ((line: string) => void) | undefined;

  /** @param onWaiting hears whom it waits for, while it waits: one line each */
  constructor(
    url: string,
    migrations: readonly Migration[],
    onWaiting?: (line: string) => void,
    private readonly bounds: MigratorBounds = BOUNDS,
  ) {
    this.#onWaiting = onWaiting;
    this.#url = url;
    this.#migrations = [...migrations].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Applies all that is pending, or up to and including `to`. Answers the names applied. */
  up(to?: string): Promise<string[]> {
    return this.#withUmzug(async (umzug, sql) => {
      const applied = await umzug.up(to ? { to } : {});
      await openEpochOfRestoredCluster(sql);
      return applied.map(({ name }) => name);
    });
  }

  /** Reverts the last migration, or all down to and including `to` (0: everything). Answers the names reverted. */
  down(to?: string | 0): Promise<string[]> {
    return this.#withUmzug(async (umzug) => (await umzug.down(to === undefined ? {} : { to })).map(({ name }) => name));
  }

  status(): Promise<MigrationStatus[]> {
    return this.#withUmzug(async (umzug) => {
      const applied = new Set((await umzug.executed()).map(({ name }) => name));
      return this.#migrations.map(({ name }) => ({ name, state: applied.has(name) ? 'applied' : 'pending' }));
    });
  }

  async #withUmzug<T>(run: (umzug: Umzug, sql: postgres.Sql) => Promise<T>): Promise<T> {
    // It brings a command line of its own, which no other process has to load.
    const { Umzug } = await import('umzug');
    const server = await findServer(parseDatabaseUrl(this.#url)).catch(refusePooler);
    const connection = new SoleConnection(server, 'gatehouse-migrate');
    const { sql } = connection;
    const { statementMs } = this.bounds;
    let watch: SessionWatch | undefined;
    try {
      const session = await connection.within(statementMs, usableSession(sql));
      watch = new SessionWatch(connection.server, session, this.bounds, {
        onWaiting: (line) => this.#onWaiting?.(line),
        onLost: () => connection.giveUp(lost()),
      });
      await connection.whileOpen(sql`select pg_advisory_lock(hashtext('gatehouse.migrations'))`);
      await connection.within(
        statementMs,
        sql`create table if not exists public.gatehouse_migrations (
          name text primary key, applied_at timestamptz not null default now())`,
      );
      return await connection.whileOpen(run(this.#umzug(Umzug, connection), sql));
    } finally {
      await watch?.stop();
      await connection.end();
    }
  }

  /** The step and its record are one transaction, so umzug's own record-keeping has nothing left to do. */
  #umzug(Library: typeof Umzug, connection: SoleConnection): Umzug {
    const { sql } = connection;
    // One text, for `sql.begin` of the driver (3.4.9) ends the process where the connection is lost meanwhile.
    const apply = async (name: string, step: string, record: string): Promise<void> => {
      for (let attempts = 0; ; attempts++) {
        try {
          await sql.unsafe(['begin', step, record, 'commit'].join('\n;\n'));
          return;
        } catch (error) {
          // Who asks for a lock that conflicts with readers gets a transaction id, and while that is open the relay hands
          // over no later event: nothing stays open until the next attempt.
          if (!(step.includes('lock_timeout') && isLockTimeout(error))) throw error;
          await sql.unsafe('rollback');
          if (attempts === 0)
            this.#onWaiting?.(`${name} waits until others have released a lock, and lets them go first`);
          await pause(ATTEMPT_EVERY_MS);
        }
      }
    };
    return new Library({
      logger: undefined,
      migrations: this.#migrations.map(({ name, up, down }) => ({
        name,
        up: () => apply(name, up, `insert into public.gatehouse_migrations (name) values (${literal(name)})`),
        down: () => apply(name, down, `delete from public.gatehouse_migrations where name = ${literal(name)}`),
      })),
      storage: {
        logMigration: async () => undefined,
        unlogMigration: async () => undefined,
        executed: async () =>
          (
            await connection.within(
              this.bounds.statementMs,
              sql<{ name: string }[]>`select name from public.gatehouse_migrations order by name`,
            )
          ).map(({ name }) => name),
      },
    });
  }
}

/** Of a migration that does not queue for its lock. */
const ATTEMPT_EVERY_MS = 200;

const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The server answers, and the service could not run on it. */
export class UnusableServer extends Error {
  override readonly name = 'UnusableServer';
}

/** Refuses a server that the service could not run on. @returns the name of the session */
async function usableSession(sql: postgres.Sql): Promise<SessionName> {
  const [facts] = await askForFacts(sql).catch(refusePooler);
  const [fault] = facts ? faultsOf(facts) : [];
  if (fault) throw new UnusableServer(`${fault.found}. ${fault.advice}`);
  const [session] = await sql<SessionName[]>`
    select pid, backend_start::text as "startedAt" from pg_stat_activity where pid = pg_backend_pid()`;
  return session as SessionName;
}

const lost = (): DatabaseFault =>
  new DatabaseFault('gone', 'The server has lost the session of this migration or no longer answers', {
    mayHaveCommitted: true,
  });

function refusePooler(error: unknown): never {
  if (isOfPooler(error)) throw new UnusableServer(`${POOLER.found}. ${POOLER.advice}`, { cause: error });
  throw error;
}

/**
 * A dump restored into another cluster brings transaction ids that mean nothing there. The first event would open a new
 * epoch; opened now, relays need not wait for it to hand over what the dump brought.
 */
async function openEpochOfRestoredCluster(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$
    begin
      if to_regprocedure('gatehouse.current_epoch()') is null then
        return;
      end if;
      update gatehouse.log_epoch set server_started_at = null
        from pg_control_system() control where control.system_identifier <> log_epoch.system_identifier;
      perform gatehouse.current_epoch();
    end $$`);
}
