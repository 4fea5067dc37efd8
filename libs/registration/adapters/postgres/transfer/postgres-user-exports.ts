import type { QueryContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import type { Database } from '@gatehouse/platform/postgres';
import type { UserExports } from '../../../application/ports/transfer.js';
import type { ExportedUser } from '../../../contract/queries/export-users.js';
import { type ProfileRow, profileColumns, profileOf } from '../sql/profile-columns.js';

type Row = Omit<ProfileRow, 'state'> & { readonly state: ExportedUser['state']; readonly suspended_at: Date | null };

const FIRST = '00000000-0000-0000-0000-000000000000';

export class PostgresUserExports implements UserExports {
  /** @param database the one that is written to: what was just imported shows */
  constructor(private readonly database: Database) {}

  async note(context: QueryContext): Promise<void> {
    const act = { act: 'users.exported', subject: context.application };
    await this.database.query(
      (sql) => sql`with asked as (select 1), ${audited(sql, context, act, 'asked')} select 1 from asked`,
    );
  }

  /** Along the primary key. No id is nil, so it is the place before the first. */
  async page({ application, after, limit }: Parameters<UserExports['page']>[0]): Promise<ExportedUser[]> {
    const rows = await this.database.query<Row>(
      (sql) => sql`
        select ${profileColumns(sql)}, suspended_at from gatehouse.users
        where application = ${application} and id > ${after ?? FIRST}::uuid and state <> 'erased'
        order by id limit ${limit}`,
    );
    return rows.map(({ state, suspended_at, ...row }) => ({
      // A profile is of fewer states; the others look the same.
      ...profileOf({ ...row, state: 'active' }),
      state,
      suspendedAt: suspended_at?.toISOString() ?? null,
    }));
  }
}
