import { composeWorker } from '@gatehouse/deployment';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { Relay } from '@gatehouse/platform/events';
import type { Logger } from '@gatehouse/platform/logging';
import { startMetricsServer } from '@gatehouse/platform/metrics';
import { NATS } from '@gatehouse/platform/nats';
import type { Container } from 'inversify';

export interface RunningWorker {
  readonly container: Container;
  stop(): Promise<void>;
}

const STOP_SECONDS = 8;

/** Starts the background process: a relay for every subscription, and the jobs that they hand over. */
export async function startWorker(
  settings: Settings,
  logger: Logger,
  { container, queue } = composeWorker(settings, logger),
): Promise<RunningWorker> {
  const database = container.get(PLATFORM.database);
  const metrics = container.get(PLATFORM.metrics);
  const jobs = container.getAll(PLATFORM.jobs);
  const relays = container
    .getAll(PLATFORM.subscriptions)
    .map((subscription) => new Relay(database, subscription, logger, metrics));

  const broker = container.isBound(NATS.broker) ? container.get(NATS.broker) : null;
  broker?.open();
  await queue.start(jobs);
  await Promise.all(relays.map((relay) => relay.start()));
  for (const { queue: name } of jobs) {
    const metric = `gatehouse_queue_${name.replaceAll('-', '_')}`;
    metrics.gauge(`${metric}_ready`, 'Jobs that could be worked on', async () => (await queue.backlog(name)).ready);
    metrics.gauge(
      `${metric}_oldest_seconds`,
      'Age of the oldest of them',
      async () => (await queue.backlog(name)).oldestSeconds,
    );
    metrics.gauge(`${metric}_dead`, 'Dead letters', () => queue.deadLetters(name));
  }
  const metricsServer = await startMetricsServer(metrics, settings.metricsPort, settings.http.host);
  return {
    container,
    stop: async () => {
      await Promise.all(relays.map((relay) => relay.stop()));
      await Promise.all([queue.stop(STOP_SECONDS), broker?.close()]);
      metricsServer.close();
      metricsServer.closeAllConnections();
      await container.unbindAllAsync();
      await database.close(1);
    },
  };
}
