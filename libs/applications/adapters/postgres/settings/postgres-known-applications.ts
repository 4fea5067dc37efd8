import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, withoutInvisible } from '@gatehouse/kernel';
import { type Database, SpacedLookUps } from '@gatehouse/platform/postgres';
import type { KnownApplications } from '../../../application/ports/application-views.js';
import type { Application } from '../../../contract/application.js';
import { type ApplicationRow, applicationColumns, applicationView } from './application-columns.js';

const FRESH_MS = 2_000;
/** Between two looks for what is not among the applications in memory: what strangers ask for costs 20 statements a second. */
const LOOKS_APART_MS = 50;
const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Every request asks for its application, and there are few of them: all are kept in memory for two seconds. One that is not among
 * them may have been created since, through another process: it is looked up where it was written. That there is none is never kept.
 */
export class PostgresKnownApplications implements KnownApplications {
  readonly #newcomers: SpacedLookUps<string, Application>;
  #applications: Promise<Map<string, Application>> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  /** @param primary where applications are written: `database` may be a replica, which lags behind */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    primary: Database = database,
  ) {
    this.#newcomers = new SpacedLookUps(
      async (slugs) =>
        bySlugs(
          await primary.query<ApplicationRow>(
            (sql) =>
              sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = any(${slugs}::text[])`,
          ),
        ),
      () => sleep(LOOKS_APART_MS, undefined, { ref: false }),
    );
  }

  async bySlug(slug: string): Promise<Application | null> {
    const applications = await this.#all();
    const meant = withoutInvisible(slug);
    return applications.get(meant) ?? (SLUG.test(meant) ? this.#newcomer(meant) : null);
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    return [...(await this.#all()).values()].some(({ allowedOrigins }) => allowedOrigins.includes(origin));
  }

  async #newcomer(slug: string): Promise<Application | null> {
    const found = await this.#newcomers.find(slug);
    if (found) (await this.#all()).set(slug, found);
    return found;
  }

  #all(): Promise<Map<string, Application>> {
    const now = this.clock.now().getTime();
    if (!this.#applications || now - this.#readAt >= FRESH_MS) {
      this.#readAt = now;
      const read = this.#read();
      this.#applications = read;
      read.catch(() => {
        if (this.#applications === read) this.#applications = undefined;
      });
    }
    return this.#applications;
  }

  async #read(): Promise<Map<string, Application>> {
    return bySlugs(
      await this.database.query<ApplicationRow>(
        (sql) => sql`select ${applicationColumns(sql)} from gatehouse.applications`,
      ),
    );
  }
}

const bySlugs = (rows: readonly ApplicationRow[]) => new Map(rows.map((row) => [row.slug, applicationView(row)]));
