import { type Database, decided } from '@gatehouse/platform/postgres';
import type { ApplicationViews } from '../../../application/ports/application-views.js';
import type { Application } from '../../../contract/application.js';
import { type ApplicationRow, applicationColumns, applicationView } from './application-columns.js';

export class PostgresApplicationViews implements ApplicationViews {
  /** @param database the one that is written to: who has just changed an application wants to see it */
  constructor(private readonly database: Database) {}

  async bySlug(slug: string): Promise<Application | null> {
    const row = await this.database.decide<ApplicationRow>(
      (sql) => sql`
${decided(sql, sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = ${slug}`)}`,
    );
    return row ? applicationView(row) : null;
  }

  async page({ after, limit, only }: Parameters<ApplicationViews['page']>[0]): Promise<Application[]> {
    const rows = await this.database.query<ApplicationRow>(
      (sql) => sql`
        select ${applicationColumns(sql)} from gatehouse.applications
        where slug > ${after ?? ''} and (${only}::text is null or slug = ${only})
        order by slug limit ${limit}`,
    );
    return rows.map(applicationView);
  }
}
