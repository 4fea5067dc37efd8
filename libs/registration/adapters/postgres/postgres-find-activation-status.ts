import type { Database } from '@gatehouse/platform/postgres';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import type { ActivationStatus } from '../../contract/read-models/activation-status.js';

interface StatusRow {
  readonly now: Date;
  readonly accepted_at: Date | null;
  readonly dispatched_at: Date | null;
  readonly expires_at: Date | null;
  readonly failed_at: Date | null;
}

export class PostgresFindActivationStatus implements FindActivationStatus {
  constructor(private readonly database: Database) {}

  async execute({ application, userId }: { application: string; userId: string }): Promise<ActivationStatus | null> {
    const [row] = await this.database.query<StatusRow>(
      (sql) => sql`
        select gatehouse.now() as now, accepted_at, dispatched_at, expires_at, failed_at
        from gatehouse.activation_codes
        where application = ${application} and user_id = ${userId} and purpose = 'activation'
        order by issued_at desc, number desc limit 1`,
    );
    return row ? statusOf(row) : null;
  }
}

const statusOf = ({ now, accepted_at, dispatched_at, expires_at, failed_at }: StatusRow): ActivationStatus => ({
  delivery: accepted_at ? 'sent' : failed_at ? 'failed' : dispatched_at ? 'sending' : 'queued',
  sentAt: accepted_at?.toISOString() ?? null,
  expiresAt: accepted_at && expires_at ? expires_at.toISOString() : null,
  serverTime: now.toISOString(),
});
