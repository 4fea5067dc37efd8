import { type Job as BossJob, type Db, type JobResult, PgBoss } from 'pg-boss';
import { Heartbeat } from '../health.js';
import type { Logger } from '../logging.js';
import { atMost } from '../process.js';
import { tracedFrom } from '../tracing/index.js';
import type { JobDefinition, JobOutcome, JobQueue, JobToInsert } from './job.js';
import { PgBossDatabase } from './pg-boss-database.js';
import { sharedFetches } from './shared-fetches.js';

export interface PgBossOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** How often this process looks for jobs whose worker died: 5 by default. */
  readonly superviseSeconds?: number;
  /** Longest time for `start`: 60 by default. */
  readonly startWithinSeconds?: number;
}

const DEAD_LETTER = '.dead';
/** A field of the data that handlers do not see. */
const TRACE = 'traceparent';
/** As long as anybody keeps what a dead letter was about; pg-boss would forget it after 14 days. */
const DEAD_LETTER_SECONDS = 30 * 86_400;
const BATCH = 50;
/** One call that hangs holds its batch: the others are for what comes meanwhile. Each is woken for every hand-over. */
const CONCURRENCY = 2;
/** A worker that says nothing for so long is dead, and another takes its jobs over; pg-boss allows no less. */
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 5;
/** It asks for jobs every second. Where nothing that it asked was answered for so long, it is stalled: in milliseconds. */
const LONGEST_SILENCE_MS = 30_000;
/** Time to hand jobs that did not end back to the queue, in milliseconds. */
const LAST_WORDS_MS = 1_000;
/** A crashed worker's job or a lost database: tried again until far beyond any message's deadline. */
const RETRIES = { retryLimit: 30, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 } as const;

/** Jobs on pg-boss: leases, back-off after a crash, dead letters. Its schema comes with the migrations. */
export class PgBossJobQueue implements JobQueue {
  /** Beats with each statement that was answered. */
  readonly heartbeat = new Heartbeat('job queue', LONGEST_SILENCE_MS);
  readonly #database: PgBossDatabase;
  readonly #boss: PgBoss;
  readonly #startWithinSeconds: number;

  constructor(
    options: PgBossOptions,
    private readonly logger: Logger,
  ) {
    this.#startWithinSeconds = options.startWithinSeconds ?? 60;
    this.#database = new PgBossDatabase(options.url, options.poolSize ?? 4);
    this.#boss = new PgBoss({
      db: this.#watched(this.#database),
      schema: 'pgboss',
      migrate: false,
      createSchema: false,
      useListenNotify: true,
      superviseIntervalSeconds: options.superviseSeconds ?? SUPERVISE_SECONDS,
      monitorIntervalSeconds: options.superviseSeconds ?? SUPERVISE_SECONDS,
    });
    this.#boss.on('error', (error) => logger.error({ err: error }, 'The job queue reports a fault'));
  }

  /** @throws Error when that takes longer than it may, besides what the database throws */
  async start(definitions: readonly JobDefinition[]): Promise<void> {
    const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
    const seconds = this.#startWithinSeconds;
    const timer = setTimeout(
      () => reject(new Error(`The job queue did not start within ${seconds} s`)),
      seconds * 1_000,
    );
    try {
      await Promise.race([this.#start(definitions), timeIsUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #start(definitions: readonly JobDefinition[]): Promise<void> {
    await this.#boss.start();
    for (const definition of definitions) {
      const { queue, leaseSeconds, concurrency = CONCURRENCY } = definition;
      await this.#boss.createQueue(queue + DEAD_LETTER, { retentionSeconds: DEAD_LETTER_SECONDS });
      await this.#boss.createQueue(queue, {
        ...RETRIES,
        deadLetter: queue + DEAD_LETTER,
        expireInSeconds: leaseSeconds,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        notify: true,
      });
      await this.#boss.work(
        queue,
        {
          perJobResults: true,
          batchSize: BATCH,
          localConcurrency: concurrency,
          pollingIntervalSeconds: 0.5,
          notifyPollingIntervalSeconds: 1,
        },
        (jobs: BossJob<object>[]) => this.#workOn(definition, jobs),
      );
      // Every worker says so; the row is one, and so is the job of each occurrence.
      if (definition.schedule) await this.#boss.schedule(queue, definition.schedule, {}, { tz: 'UTC' });
    }
  }

  async insert(queue: string, jobs: readonly JobToInsert[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#boss.insert(
      queue,
      jobs.map(({ id, data, startAfter, trace }) => ({
        id,
        data: trace === undefined ? data : { ...data, [TRACE]: trace },
        ...(startAfter && { startAfter }),
      })),
    );
  }

  /** Jobs that could be worked on now, and the age of the oldest of them in seconds. */
  async backlog(queue: string): Promise<{ ready: number; oldestSeconds: number }> {
    const { rows } = await this.#database.executeSql(
      `select count(*)::int as ready,
        coalesce(extract(epoch from now() - min(start_after)), 0)::float as "oldestSeconds"
      from pgboss.job where name = $1 and state in ('created', 'retry') and start_after <= now()`,
      [queue],
    );
    return rows[0] as { ready: number; oldestSeconds: number };
  }

  async deadLetters(queue: string): Promise<number> {
    const { rows } = await this.#database.executeSql(
      `select count(*)::int as dead from pgboss.job where name = $1 and state in ('created', 'retry', 'failed')`,
      [queue + DEAD_LETTER],
    );
    return (rows[0] as { dead: number }).dead;
  }

  /** Takes no new job, and waits for those under way as long as told: the others come again, to another worker. */
  async stop(seconds: number): Promise<void> {
    // What pg-boss says to the database then, job by job, it says in vain while that is away or slow.
    const stopped = this.#boss.stop({ graceful: true, timeout: seconds * 1_000 });
    await atMost(seconds * 1_000 + LAST_WORDS_MS, stopped);
    await this.#database.close();
  }

  #watched(database: PgBossDatabase): Db {
    const executeSql: Db['executeSql'] = async (text, values) => {
      const answer = await database.executeSql(text, values);
      this.heartbeat.beat();
      return answer;
    };
    return {
      executeSql: sharedFetches(executeSql, BATCH),
      listen: (channel, onNotification, onReconnect) => database.listen(channel, onNotification, onReconnect),
    };
  }

  async #workOn(definition: JobDefinition, jobs: readonly BossJob<object>[]): Promise<JobResult[]> {
    const outcomes = await Promise.all(
      jobs.map((job) => this.#handle(definition, job).catch((error: unknown) => this.#failed(job.id, error))),
    );
    const again = outcomes.flatMap((outcome, index) =>
      outcome.kind === 'again' ? [{ ...outcome.job, trace: traceOf(jobs[index]) }] : [],
    );
    // First the next job, then the end of this one: a crash in between repeats, it does not lose.
    await this.insert(definition.queue, again);
    return jobs.map(({ id }, index) => resultOf(id, outcomes[index] ?? { kind: 'failed' }));
  }

  #handle(definition: JobDefinition, job: BossJob<object>): Promise<JobOutcome> {
    const { [TRACE]: _, ...data } = job.data as { readonly [TRACE]?: string };
    return tracedFrom(traceOf(job), `job ${definition.queue}`, { kind: 'consumer' }, async (span) => {
      const outcome = await definition.handle({ id: job.id, data });
      span.set({ 'gatehouse.outcome': outcome.kind });
      return outcome;
    });
  }

  #failed(jobId: string, error: unknown): { readonly kind: 'failed' } {
    this.logger.error({ err: error, jobId }, 'A job failed and will be retried');
    return { kind: 'failed' };
  }
}

const traceOf = (job: BossJob<object> | undefined): string | undefined =>
  (job?.data as { readonly [TRACE]?: string } | undefined)?.[TRACE];

function resultOf(id: string, outcome: JobOutcome | { readonly kind: 'failed' }): JobResult {
  switch (outcome.kind) {
    case 'failed':
      return { id, status: 'failed' };
    case 'dead':
      return { id, status: 'deadletter', output: { reason: outcome.reason } };
    default:
      return { id, status: 'completed' };
  }
}
