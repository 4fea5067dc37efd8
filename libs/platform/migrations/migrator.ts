import type postgres from 'postgres';
import { Umzug } from 'umzug';
import {
  askForFacts,
  connectTo,
  faultsOf,
  findServer,
  isOfPooler,
  POOLER,
  parseDatabaseUrl,
} from '../postgres/index.js';
import { logWaiting } from './log-waiting.js';
import type { Migration } from './migration.js';

export interface MigrationStatus {
  readonly name: string;
  readonly state: 'applied' | 'pending';
}

/** Applies and reverts migrations, one transaction each, one process at a time. */
export class Migrator {
  readonly #url: string;
  readonly #migrations: readonly Migration[];
  readonly #onWaiting: ((line: string) => void) | undefined;

  /** @param onWaiting hears whom it waits for, while it waits: one line each */
  constructor(url: string, migrations: readonly Migration[], onWaiting?: (line: string) => void) {
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
    const server = await findServer(parseDatabaseUrl(this.#url)).catch(refusePooler);
    const sql = connectTo(server, {
      max: 1,
      onnotice: () => undefined,
      connect_timeout: 5,
      prepare: false,
      connection: { application_name: 'gatehouse-migrate' },
    });
    let told: { stop(): Promise<void> } | undefined;
    try {
      const pid = await usablePid(sql);
      if (this.#onWaiting) told = logWaiting(server, pid, this.#onWaiting);
      await sql`select pg_advisory_lock(hashtext('gatehouse.migrations'))`;
      await sql`create table if not exists public.gatehouse_migrations (
        name text primary key, applied_at timestamptz not null default now())`;
      return await run(this.#umzug(sql), sql);
    } finally {
      await told?.stop();
      await sql.end({ timeout: 5 });
    }
  }

  /** The step and its record are one transaction, so umzug's own record-keeping has nothing left to do. */
  #umzug(sql: postgres.Sql): Umzug {
    return new Umzug({
      logger: undefined,
      migrations: this.#migrations.map(({ name, up, down }) => ({
        name,
        up: () =>
          sql.begin(async (transaction) => {
            await transaction.unsafe(up);
            await transaction`insert into public.gatehouse_migrations (name) values (${name})`;
          }),
        down: () =>
          sql.begin(async (transaction) => {
            await transaction.unsafe(down);
            await transaction`delete from public.gatehouse_migrations where name = ${name}`;
          }),
      })),
      storage: {
        logMigration: async () => undefined,
        unlogMigration: async () => undefined,
        executed: async () =>
          (await sql<{ name: string }[]>`select name from public.gatehouse_migrations order by name`).map(
            (r) => r.name,
          ),
      },
    });
  }
}

/** The server answers, and the service could not run on it. */
export class UnusableServer extends Error {
  override readonly name = 'UnusableServer';
}

/** Refuses a server that the service could not run on. @returns the process id of the session's backend */
async function usablePid(sql: postgres.Sql): Promise<number> {
  const [facts] = await askForFacts(sql).catch(refusePooler);
  const [fault] = facts ? faultsOf(facts) : [];
  if (fault) throw new UnusableServer(`${fault.found}. ${fault.advice}`);
  const [own] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return own?.pid ?? 0;
}

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
