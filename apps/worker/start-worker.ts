import type { AddressInfo } from 'node:net';
import { composeWorker } from '@gatehouse/deployment';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { EventLog, Relay } from '@gatehouse/platform/events';
import { untilDatabaseAnswers } from '@gatehouse/platform/health';
import type { JobDefinition, PgBossJobQueue } from '@gatehouse/platform/jobs';
import type { Logger } from '@gatehouse/platform/logging';
import { type Metrics, measureDatabase, startMetricsServer } from '@gatehouse/platform/metrics';
import { NATS } from '@gatehouse/platform/nats';
import { atMost, within } from '@gatehouse/platform/process';
import type { Container } from 'inversify';
import { WorkerState } from './worker-health.js';

export interface RunningWorker {
  readonly container: Container;
  /** Of metrics and health: `http://127.0.0.1:9464`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface WorkerParts {
  readonly container: Container;
  readonly queue: PgBossJobQueue;
}

/** Jobs under way may end for so long. */
const STOP_SECONDS = 6;
/** Relays, jobs and broker, each of which may wait for somebody who does not answer: in milliseconds. */
const STOP_MS = 7_500;
/** Requests to receivers of webhooks, whose jobs come again: in milliseconds. */
const CLOSE_MS = 500;

/**
 * Starts the background process: a relay for every subscription, and the jobs that they hand over. Waits for the
 * database, if need be, until `stopping` is aborted; metrics and health answer meanwhile.
 * @throws Error where it does not start within its time, once the database answers
 */
export async function startWorker(
  settings: Settings,
  logger: Logger,
  { container, queue }: WorkerParts = composeWorker(settings, logger),
  stopping: AbortSignal = new AbortController().signal,
): Promise<RunningWorker> {
  const database = container.get(PLATFORM.database);
  const metrics = container.get(PLATFORM.metrics);
  const jobs = container.getAll(PLATFORM.jobs);
  const subscriptions = container.getAll(PLATFORM.subscriptions);
  const relays = subscriptions.map((subscription) => new Relay(database, subscription, logger, metrics));
  const broker = container.isBound(NATS.broker) ? container.get(NATS.broker) : null;
  const state = new WorkerState([queue.heartbeat, ...relays.map(({ heartbeat }) => heartbeat)], metrics);
  measureQueues(queue, jobs, metrics);
  measureDatabase(metrics, database);
  const log = new EventLog(database);
  const followers = subscriptions.map(({ name }) => name);
  metrics.gaugeOfEach(
    'gatehouse_relay_lag_seconds',
    'How long the oldest event that a subscriber has not been handed has waited',
    'subscriber',
    followers,
    () => log.waitingSeconds(followers),
  );

  const { http, metricsPort, workerStartSeconds } = settings;
  const server = await startMetricsServer(metrics, metricsPort, http.host, () => state.health());
  const stop = async (): Promise<void> => {
    state.draining();
    const stopped = Promise.all(relays.map((relay) => relay.stop())).finally(() => broker?.close());
    await atMost(STOP_MS, Promise.allSettled([stopped, queue.stop(STOP_SECONDS)]));
    server.close();
    server.closeAllConnections();
    await atMost(CLOSE_MS, container.unbindAllAsync());
    await database.close(1);
  };
  try {
    await untilDatabaseAnswers(database, logger, stopping);
    broker?.open();
    const starting = queue.start(jobs).then(() => Promise.all(relays.map((relay) => relay.start())));
    // What takes longer hangs, and another process does better.
    const started = within(
      workerStartSeconds * 1_000,
      'the database answers, and jobs and relays have not started',
      starting,
    );
    await unlessStopped(started, stopping);
  } catch (error) {
    await stop();
    throw error;
  }
  state.started();
  return { container, url: `http://${http.host}:${(server.address() as AddressInfo).port}`, stop };
}

/** @throws Error the signal's reason, when the process is asked to stop meanwhile: the caller stops what has begun */
async function unlessStopped(starting: Promise<unknown>, stopping: AbortSignal): Promise<void> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(stopping.reason);
  stopping.addEventListener('abort', onAbort);
  if (stopping.aborted) onAbort();
  try {
    await Promise.race([starting, stopped]);
  } finally {
    stopping.removeEventListener('abort', onAbort);
  }
}

function measureQueues(queue: PgBossJobQueue, jobs: readonly JobDefinition[], metrics: Metrics): void {
  for (const { queue: name } of jobs) {
    const metric = `gatehouse_queue_${name.replaceAll('-', '_')}`;
    metrics.gauge(`${metric}_ready`, 'Jobs ready to be processed', async () => (await queue.backlog(name)).ready);
    metrics.gauge(
      `${metric}_oldest_seconds`,
      'Age of the oldest ready job',
      async () => (await queue.backlog(name)).oldestSeconds,
    );
    metrics.gauge(`${metric}_dead`, 'Dead letters', () => queue.deadLetters(name));
  }
}
