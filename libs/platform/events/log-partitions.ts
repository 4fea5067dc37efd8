import type { JobDefinition, JobOutcome } from '../jobs/index.js';
import type { Logger } from '../logging.js';
import type { Database } from '../postgres/index.js';

/**
 * Begins a partition of the event log each month, and makes the one after it (docs/adr/0154). Nothing depends on its being
 * on time: events go on into the partition of the month before.
 */
export class LogPartitionsJob implements JobDefinition {
  readonly queue = 'log-partitions';
  readonly leaseSeconds = 60;
  /** A month begins at the full hour. */
  readonly schedule = '1 * * * *';

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  async handle(): Promise<JobOutcome> {
    const opened = await this.database.one<{ number: string | null }>(
      (sql) => sql`select gatehouse.open_log_partition()::text as number`,
    );
    if (opened.number !== null) this.logger.info({ partition: opened.number }, 'The event log has begun a month');
    await this.database.query((sql) => sql`select gatehouse.attach_log_partition()`);
    return { kind: 'done' };
  }
}
