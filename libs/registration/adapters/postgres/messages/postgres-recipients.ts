import type { Database } from '@gatehouse/platform/postgres';
import type { Recipients } from '../../../application/ports/message-views.js';

export class PostgresRecipients implements Recipients {
  constructor(private readonly database: Database) {}

  async of({ application, codeIds, noticeIds }: Parameters<Recipients['of']>[0]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; recipient: string }>(
      (sql) => sql`
        select code.id, coalesce(code.target_deliverable, code.target, holder.email_deliverable) as recipient
        from gatehouse.activation_codes as code
        left join gatehouse.users as holder on holder.application = code.application and holder.id = code.user_id
        where code.application = ${application} and code.id = any(${[...codeIds]}::text[]::uuid[])
          and coalesce(code.target_deliverable, code.target, holder.email_deliverable) is not null
        union all
        select notice.id, notice.recipient from gatehouse.notices as notice
        where notice.application = ${application} and notice.id = any(${[...noticeIds]}::text[]::uuid[])
          and notice.recipient is not null`,
    );
    return new Map(rows.map(({ id, recipient }) => [id, recipient]));
  }
}
