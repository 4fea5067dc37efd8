import type { AddressInfo } from 'node:net';
import { consoleFolder } from '@gatehouse/console';
import { composeApi } from '@gatehouse/deployment';
import { allMigrationNames } from '@gatehouse/deployment/migrations';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { transportHeaders } from '@gatehouse/platform/express';
import { UnusableDatabase, untilDatabaseAnswers } from '@gatehouse/platform/health';
import type { Logger } from '@gatehouse/platform/logging';
import { measureDatabase, startMetricsServer } from '@gatehouse/platform/metrics';
import { NATS } from '@gatehouse/platform/nats';
import { REGISTRATION } from '@gatehouse/registration';
import type { Container } from 'inversify';
import { consoleRouter } from './console/console-router.js';
import { pagesRouter } from './docs-page/pages-router.js';
import { ServedElements } from './elements/served-elements.js';
import { boundedReadiness, checkReadiness } from './health-operations.js';
import { hostedPagesRouter } from './hosted-pages/hosted-pages-router.js';
import { ApiServer } from './http/api-server.js';
import type { ServerLimits } from './http/connection-problems.js';
import { createApp } from './http/create-app.js';
import { collectOperations } from './operations.js';
import { problemPagesRouter } from './problem-pages/problem-pages-router.js';

export interface RunningApi {
  readonly url: string;
  /** Of the Prometheus metrics. */
  readonly metricsUrl: string;
  readonly container: Container;
  /** Resolves to the reason when no waiting for the database will help. */
  readonly broken: Promise<string>;
  stop(): Promise<void>;
}

const DRAIN_SECONDS = 9;

export interface ApiParts {
  /** Composed as for production unless given. */
  readonly container?: Container;
  readonly limits?: ServerLimits;
}

/** Starts the HTTP process: the container, the operations of every context, the server and the metrics beside it. */
export async function startApi(settings: Settings, logger: Logger, parts: ApiParts = {}): Promise<RunningApi> {
  const container = parts.container ?? composeApi(settings, logger);
  const database = container.get(PLATFORM.database);
  const readDatabase = container.get(PLATFORM.readDatabase);
  const metrics = container.get(PLATFORM.metrics);
  const { basePath } = settings.http;
  const migrations = await allMigrationNames();

  const readiness = boundedReadiness(
    () => checkReadiness(database, migrations, server.isDraining),
    () => server.isDraining,
  );
  const operations = collectOperations(container, readiness);
  const queries = container.get(PLATFORM.queryBus);
  const elements = new ServedElements(basePath, new URL(settings.http.publicUrl).origin);
  const app = createApp({
    settings,
    logger,
    metrics,
    operations,
    commands: container.get(PLATFORM.commandBus),
    queries,
    authenticator: container.get(PLATFORM.authenticator),
    administrators: container.get(PLATFORM.administrators),
    deadCookies: container.get(PLATFORM.deadCookies),
    admission: container.get(REGISTRATION.hashQueue),
    pages: [
      problemPagesRouter(operations, basePath),
      pagesRouter(operations, basePath, elements),
      elements.router,
      hostedPagesRouter(queries, elements, basePath),
      consoleRouter(consoleFolder(), basePath),
    ],
  });
  const server = new ApiServer(app, parts.limits, basePath, transportHeaders(settings.http.publicUrl));
  measureDatabase(metrics, database);
  metrics.gauge('gatehouse_statements_waiting', 'Statements waiting for a connection', () => database.load.waiting);

  const bus = container.isBound(NATS.edge) ? container.get(NATS.edge) : null;
  const metricsServer = await startMetricsServer(metrics, settings.metricsPort, settings.http.host);
  const metricsPort = (metricsServer.address() as AddressInfo).port;
  const port = await server.listen(settings.http.port, settings.http.host);
  bus?.open();
  const { signal: stopping } = container.get(PLATFORM.stopping);
  // Requests are answered 503 until then; the log says why.
  const { promise: broken, resolve: breakOff } = Promise.withResolvers<string>();
  untilDatabaseAnswers(database, logger, stopping).catch((error: unknown) => {
    if (error instanceof UnusableDatabase) breakOff(error.message);
  });
  return {
    url: `http://${settings.http.host}:${port}`,
    metricsUrl: `http://${settings.http.host}:${metricsPort}/metrics`,
    container,
    broken,
    stop: async () => {
      container.get(PLATFORM.stopping).abort();
      await Promise.all([server.drain(DRAIN_SECONDS, settings.shutdownDelayMs), bus?.close(DRAIN_SECONDS)]);
      metricsServer.close();
      metricsServer.closeAllConnections();
      await Promise.all([...new Set([database, readDatabase])].map((pool) => pool.close(1)));
    },
  };
}
