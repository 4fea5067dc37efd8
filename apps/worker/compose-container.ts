import { ACCESS, accessModule } from '@gatehouse/access';
import { APPLICATIONS, applicationsModule } from '@gatehouse/applications';
import type { Clock } from '@gatehouse/kernel';
import { NOTIFICATION, notificationModule } from '@gatehouse/notification';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM, platformModule } from '@gatehouse/platform/container';
import { PgBossJobQueue, type Purge, PurgeJob } from '@gatehouse/platform/jobs';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import { natsEventsModule } from '@gatehouse/platform/nats';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
import { webhookSendingModule, webhooksModule } from '@gatehouse/webhooks';
import { Container } from 'inversify';

/** Everything that the worker is made of: the same contexts as the API, without Express. */
export function composeContainer(settings: Settings, logger: Logger): { container: Container; queue: PgBossJobQueue } {
  const container = new Container();
  const queue = new PgBossJobQueue({ url: settings.database.url }, logger);
  container.load(
    platformModule(settings, logger, 'worker'),
    applicationsModule,
    registrationModule,
    accessModule,
    notificationModule,
    webhooksModule,
    webhookSendingModule,
  );
  if (settings.nats) container.load(natsEventsModule(settings.nats));
  container.bind(PLATFORM.jobQueue).toConstantValue(queue);
  container
    .bind(PLATFORM.jobs)
    .toResolvedValue(
      (purges: Purge[], clock: Clock, log: Logger, metrics: Metrics) => new PurgeJob(purges, clock, log, metrics),
      [{ serviceIdentifier: PLATFORM.purges, isMultiple: true }, PLATFORM.clock, PLATFORM.logger, PLATFORM.metrics],
    );
  // Where one context asks another: through its contract, joined here.
  container.bind(REGISTRATION.findApplication).toService(APPLICATIONS.findApplication);
  container.bind(ACCESS.findAccountStanding).toService(REGISTRATION.findAccountStanding);
  container.bind(NOTIFICATION.findApplication).toService(APPLICATIONS.findApplication);
  return { container, queue };
}
