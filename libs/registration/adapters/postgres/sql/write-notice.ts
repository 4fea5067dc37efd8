import type { Sql } from '@gatehouse/platform/postgres';
import type { IssuedNotice } from '../../../domain/user/account-events.js';

/** The notice, where `source` has a row, to the address that stands in its `holder.email_deliverable`. */
export const writeNotice = (sql: Sql, application: string, notice: IssuedNotice, source: ReturnType<Sql>) => sql`
  notices as (
    insert into gatehouse.notices (application, id, user_id, kind, change_id, recipient, issued_at)
    select ${application}, ${notice.id}, ${notice.userId}, ${notice.kind}, ${notice.changeId}::uuid,
      holder.email_deliverable, gatehouse.now()
    from ${source}
    returning 1
  )`;
