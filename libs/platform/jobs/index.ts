export { type AgedRows, AgedRowsPurge } from './aged-rows-purge.js';
export { derivedId } from './derived-id.js';
export type { Job, JobDefinition, JobOutcome, JobQueue, JobToInsert } from './job.js';
export { PgBossJobQueue, type PgBossOptions } from './pg-boss-job-queue.js';
export { type Purge, untilNoneLeft } from './purge.js';
export { PURGE_QUEUE, PurgeJob } from './purge-job.js';
