import type { Database } from '@gatehouse/platform/postgres';
import type { FindKeys } from '../../../contract/queries/find-keys.js';
import { type KeyRow, keyColumns, keyOf } from './key-columns.js';

/** Those that were over long ago are not worth a page of their own. */
const MOST_LISTED = 200;

export class PostgresFindKeys implements FindKeys {
  constructor(private readonly database: Database) {}

  async execute({ application }: { readonly application: string }) {
    const rows = await this.database.query<KeyRow>(
      (sql) => sql`
        select ${keyColumns(sql)} from gatehouse.application_keys
        where application = ${application} order by id desc limit ${MOST_LISTED}`,
    );
    return rows.map(keyOf);
  }
}
