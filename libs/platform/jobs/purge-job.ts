import type { Clock } from '@gatehouse/kernel';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { JobDefinition, JobOutcome } from './job.js';
import type { Purge } from './purge.js';

export const PURGE_QUEUE = 'purge';

/** A statement of this many rows takes some milliseconds: nobody waits long for a row that it holds. */
const BATCH = 500;
/** Should there be more than can be removed in this time, the next hour goes on. */
const LONGEST_RUN_MS = 4 * 60_000;

/** Runs every purge, once an hour. One that fails does not keep the others from their work; the job then comes again. */
export class PurgeJob implements JobDefinition {
  readonly queue = PURGE_QUEUE;
  readonly leaseSeconds = 600;
  /** Every hour, away from the full hour, when everybody else's jobs run. */
  readonly schedule = '7 * * * *';

  constructor(
    private readonly purges: readonly Purge[],
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  async handle(): Promise<JobOutcome> {
    const begun = this.clock.now().getTime();
    const removed: Record<string, number> = {};
    const faults: unknown[] = [];
    for (const purge of this.purges) {
      const { what } = purge;
      try {
        for await (const count of purge.batches(BATCH)) {
          this.metrics.purgedRows.inc({ what }, count);
          removed[what] = (removed[what] ?? 0) + count;
          if (this.clock.now().getTime() - begun > LONGEST_RUN_MS) break;
        }
      } catch (error) {
        faults.push(error);
        this.logger.error({ err: error, what }, 'A purge failed');
      }
    }
    const seconds = (this.clock.now().getTime() - begun) / 1000;
    this.logger.info({ removed, seconds }, 'Purged expired data');
    if (faults.length > 0) throw new AggregateError(faults, 'Some purges failed');
    this.metrics.purgeFinished.set(this.clock.now().getTime() / 1000);
    return { kind: 'done' };
  }
}
