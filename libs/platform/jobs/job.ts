import { v5 } from 'uuid';

/** A piece of work in a queue. Its data holds ids, never personal data. */
export interface Job<D extends object = object> {
  /** The same id inserted twice is one job. */
  readonly id: string;
  readonly data: D;
}

export interface JobToInsert<D extends object = object> extends Job<D> {
  readonly startAfter?: Date;
  /** W3C `traceparent` of what asked for it: the job is a part of the same trace, and so are those that come of it again. */
  readonly trace?: string | undefined;
}

/** `again`: a fresh job with this id and data, not before the time given. `dead`: kept in the dead-letter queue. */
export type JobOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly job: JobToInsert }
  | { readonly kind: 'dead'; readonly reason: string };

/** Work that a context does in the background. When `handle` throws, the job comes again, with back-off. */
export interface JobDefinition {
  readonly queue: string;
  /** Longest a job may take, in seconds, before it counts as lost and comes again. */
  readonly leaseSeconds: number;
  /** Batches that a process works on at once: 2 by default. One job that takes long holds its whole batch. */
  readonly concurrency?: number;
  /** When it comes by itself, however many workers run: a cron expression in UTC. */
  readonly schedule?: string;
  handle(job: Job): Promise<JobOutcome>;
}

/** Hands work to the background. */
export interface JobQueue {
  insert(queue: string, jobs: readonly JobToInsert[]): Promise<void>;
}

const NAMESPACE = '6c0f3a52-6a0e-4d0e-9d5e-1f0e6f3f7b11';

/** An id that depends on nothing but its parts (RFC 9562, version 5): repeating a hand-over makes no second job. */
export const derivedId = (...parts: readonly (string | number)[]): string => v5(parts.join('/'), NAMESPACE);
