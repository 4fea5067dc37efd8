import type { Database } from '@gatehouse/platform/postgres';
import type { SessionViews } from '../../application/ports/session-views.js';
import type { SessionSummary } from '../../contract/read-models/session-summary.js';

interface SummaryRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

export class PostgresSessionViews implements SessionViews {
  constructor(private readonly database: Database) {}

  async of({ application, userId, current }: Parameters<SessionViews['of']>[0]): Promise<SessionSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      (sql) => sql`
        select id, created_at, last_used_at, expires_at from gatehouse.sessions
        where application = ${application} and user_id = ${userId} and revoked_at is null
          and expires_at > gatehouse.now()
        order by last_used_at desc, id desc`,
    );
    return rows.map((row) => ({
      id: row.id,
      current: row.id === current,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }));
  }
}
