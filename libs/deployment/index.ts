import { accessModule } from '@gatehouse/access';
import { accessHttpModule } from '@gatehouse/access/http';
import { applicationOf, applicationsModule } from '@gatehouse/applications';
import { applicationsHttpModule } from '@gatehouse/applications/http';
import type { Clock } from '@gatehouse/kernel';
import { notificationModule } from '@gatehouse/notification';
import { NOTIFICATION_QUERIES, notificationHttpModule } from '@gatehouse/notification/http';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM, platformModule } from '@gatehouse/platform/container';
import { LogPartitionsJob } from '@gatehouse/platform/events';
import { PgBossJobQueue, type Purge, PurgeJob } from '@gatehouse/platform/jobs';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import { NATS, natsCommandsModule, natsEventsModule } from '@gatehouse/platform/nats';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
import { registrationHttpModule } from '@gatehouse/registration/http';
import { webhookSendingModule, webhooksModule } from '@gatehouse/webhooks';
import { webhooksHttpModule } from '@gatehouse/webhooks/http';
import { Container } from 'inversify';

/** The relays of every deployment. Where there is a broker, there is also `nats`, once it has read something. */
export const LOG_READERS: readonly string[] = ['erasures', 'funnel', 'messages', 'sessions', 'webhooks'];

/** The API: every context with its operations, and its commands over NATS where there is a broker. */
export function composeApi(settings: Settings, logger: Logger): Container {
  const container = composeContexts(settings, logger, 'api');
  addMessageQueries(container);
  container.load(applicationsHttpModule, registrationHttpModule, accessHttpModule, webhooksHttpModule);
  if (settings.nats) {
    container.load(natsCommandsModule(settings.nats));
    container
      .bind(NATS.applications)
      .toResolvedValue((queries) => ({ bySlug: (slug) => applicationOf(queries, slug) }), [PLATFORM.queryBus]);
  }
  return container;
}

/** The worker: the same contexts without operations, and what sends messages, webhooks and events. */
export function composeWorker(settings: Settings, logger: Logger): { container: Container; queue: PgBossJobQueue } {
  const container = composeContexts(settings, logger, 'worker');
  const queue = new PgBossJobQueue({ url: settings.database.directUrl ?? settings.database.url }, logger);
  container.load(notificationModule, webhookSendingModule);
  if (settings.nats) container.load(natsEventsModule(settings.nats));
  container.bind(PLATFORM.jobQueue).toConstantValue(queue);
  container
    .bind(PLATFORM.jobs)
    .toResolvedValue(
      (purges: Purge[], clock: Clock, log: Logger, metrics: Metrics) => new PurgeJob(purges, clock, log, metrics),
      [{ serviceIdentifier: PLATFORM.purges, isMultiple: true }, PLATFORM.clock, PLATFORM.logger, PLATFORM.metrics],
    );
  container
    .bind(PLATFORM.jobs)
    .toResolvedValue((database, log) => new LogPartitionsJob(database, log), [PLATFORM.database, PLATFORM.logger]);
  return { container, queue };
}

/** The operator's program: every context, asked by its commands and queries alone. */
export function composeOperator(settings: Settings, logger: Logger): Container {
  const container = composeContexts(settings, logger, 'cli');
  addMessageQueries(container);
  return container;
}

/** What every process is made of, and where one context asks another through its contract. Nothing connects yet. */
function composeContexts(settings: Settings, logger: Logger, processName: string): Container {
  const container = new Container();
  container.load(
    platformModule(settings, logger, processName),
    applicationsModule,
    registrationModule,
    accessModule,
    webhooksModule,
  );
  return container;
}

/** What people and operators ask about messages, and dead letters. */
function addMessageQueries(container: Container): void {
  container.load(notificationHttpModule);
  container.bind(REGISTRATION.eventMessages).toService(NOTIFICATION_QUERIES.eventMessages);
}
