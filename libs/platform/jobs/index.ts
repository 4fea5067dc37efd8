export type { Job, JobDefinition, JobOutcome, JobQueue, JobToInsert } from './job.js';
export { derivedId } from './job.js';
export { PgBossJobQueue, type PgBossOptions } from './pg-boss-job-queue.js';
export { type AgedRows, AgedRowsPurge, PURGE_QUEUE, type Purge, PurgeJob, untilNoneLeft } from './purge.js';
