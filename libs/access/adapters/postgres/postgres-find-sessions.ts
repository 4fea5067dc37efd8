import type { Database } from '@gatehouse/platform/postgres';
import type { FindSessions } from '../../contract/queries/find-sessions.js';
import type { SessionSummary } from '../../contract/read-models/session-summary.js';

interface SummaryRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

export class PostgresFindSessions implements FindSessions {
  constructor(private readonly database: Database) {}

  async execute({ application, userId, current }: Parameters<FindSessions['execute']>[0]): Promise<SessionSummary[]> {
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
