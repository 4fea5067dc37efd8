import type { Database } from '@gatehouse/platform/postgres';
import type { Application } from '../../../contract/application.js';
import type { FindApplications } from '../../../contract/queries/find-applications.js';
import { type ApplicationRow, applicationColumns, applicationView } from './application-columns.js';

export class PostgresFindApplications implements FindApplications {
  constructor(private readonly database: Database) {}

  async execute({ after, limit, only }: Parameters<FindApplications['execute']>[0]): Promise<Application[]> {
    const rows = await this.database.query<ApplicationRow>(
      (sql) => sql`
        select ${applicationColumns(sql)} from gatehouse.applications
        where slug > ${after ?? ''} and (${only}::text is null or slug = ${only})
        order by slug limit ${limit}`,
    );
    return rows.map(applicationView);
  }
}
