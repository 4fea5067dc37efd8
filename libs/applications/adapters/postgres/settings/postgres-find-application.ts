import { type Clock, withoutInvisible } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { Application } from '../../../contract/application.js';
import type { FindApplication } from '../../../contract/queries/find-application.js';
import { type ApplicationRow, applicationColumns, applicationView } from './application-columns.js';

const FRESH_MS = 2_000;

/** Every request asks for its application, and there are few of them: all are kept in memory for two seconds. */
export class PostgresFindApplication implements FindApplication {
  #applications: Promise<ReadonlyMap<string, Application>> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async bySlug(slug: string): Promise<Application | null> {
    const applications = await this.#all();
    return applications.get(slug) ?? applications.get(withoutInvisible(slug)) ?? null;
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    return [...(await this.#all()).values()].some(({ allowedOrigins }) => allowedOrigins.includes(origin));
  }

  #all(): Promise<ReadonlyMap<string, Application>> {
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

  async #read(): Promise<ReadonlyMap<string, Application>> {
    const rows = await this.database.query<ApplicationRow>(
      (sql) => sql`select ${applicationColumns(sql)} from gatehouse.applications`,
    );
    return new Map(rows.map((row) => [row.slug, applicationView(row)]));
  }
}
