import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { AuditLog } from '../../../application/ports/audit-log.js';
import type { AuditEntry } from '../../../contract/queries/find-audit-entries.js';

interface AuditRow {
  readonly position: string;
  readonly occurred_at: Date;
  readonly application: string;
  readonly act: string;
  readonly subject: string;
  readonly details: object;
  readonly administrator_kind: AuditEntry['administrator']['kind'];
  readonly administrator_id: string | null;
  readonly administrator_application: string;
  readonly network: string | null;
  readonly request_id: string;
}

/** The largest bigint. */
const MOST = '9223372036854775807';

export class PostgresAuditLog implements AuditLog {
  constructor(private readonly database: Database) {}

  async page({ application, after, isLatestFirst, limit }: Parameters<AuditLog['page']>[0]): Promise<AuditEntry[]> {
    const rows = await this.database.query<AuditRow>((sql) => {
      const way = isLatestFirst ? sql`desc` : sql`asc`;
      const isBehind = isLatestFirst
        ? sql`position < ${after ?? MOST}::text::bigint`
        : sql`position > ${after ?? '0'}::text::bigint`;
      const ofOne = (slug: ReturnType<typeof columns>) => sql`
        select ${columns(sql)} from gatehouse.audit_log
        where application = ${slug} and ${isBehind}
        -- The column, not the text of it in the list above.
        order by audit_log.position ${way} limit ${limit}`;
      if (application !== null) return ofOne(sql`${application}`);
      // Along each application's own index: an operator's question needs no index that every act would write.
      return sql`
        select entry.* from gatehouse.applications as each, lateral (${ofOne(sql`each.slug`)}) as entry
        order by entry.place ${way} limit ${limit}`;
    });
    return rows.map((row) => ({
      position: row.position,
      at: row.occurred_at.toISOString(),
      application: row.application,
      act: row.act,
      subject: row.subject,
      details: row.details,
      administrator: {
        kind: row.administrator_kind,
        id: row.administrator_id,
        application: row.administrator_application,
      },
      network: row.network,
      requestId: row.request_id,
    }));
  }
}

const columns = (sql: Sql) => sql`
  position::text, position as place, occurred_at, application, act, subject, details, administrator_kind,
  administrator_id, administrator_application, network, request_id`;
