import type postgres from 'postgres';
import { Umzug } from 'umzug';
import { connect } from '../postgres/index.js';
import type { Migration } from './migration.js';

export interface MigrationStatus {
  readonly name: string;
  readonly state: 'applied' | 'pending';
}

/** Applies and reverts migrations, one transaction each, one process at a time. */
export class Migrator {
  readonly #url: string;
  readonly #migrations: readonly Migration[];

  constructor(url: string, migrations: readonly Migration[]) {
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
    const sql = connect(this.#url, {
      max: 1,
      onnotice: () => undefined,
      connect_timeout: 5,
      prepare: false,
      connection: { application_name: 'gatehouse-migrate' },
    });
    try {
      await sql`select pg_advisory_lock(hashtext('gatehouse.migrations'))`;
      await sql`create table if not exists public.gatehouse_migrations (
        name text primary key, applied_at timestamptz not null default now())`;
      return await run(this.#umzug(sql), sql);
    } finally {
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
