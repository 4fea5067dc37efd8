import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Application } from '../../../contract/application.js';
import type { FindOneApplication } from '../../../contract/queries/find-one-application.js';
import { type ApplicationRow, applicationColumns, applicationView } from './application-columns.js';

export class PostgresFindOneApplication implements FindOneApplication {
  constructor(private readonly database: Database) {}

  async execute(slug: string): Promise<Application | null> {
    const row = await this.database.decide<ApplicationRow>(
      (sql) => sql`
${decided(sql, sql`select ${applicationColumns(sql)} from gatehouse.applications where slug = ${slug}`)}`,
    );
    return row ? applicationView(row) : null;
  }
}
