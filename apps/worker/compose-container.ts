import { ACCESS, accessModule } from '@gatehouse/access';
import { APPLICATIONS, applicationsModule } from '@gatehouse/applications';
import { NOTIFICATION, notificationModule } from '@gatehouse/notification';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM, platformModule } from '@gatehouse/platform/container';
import { PgBossJobQueue } from '@gatehouse/platform/jobs';
import type { Logger } from '@gatehouse/platform/logging';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
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
  );
  container.bind(PLATFORM.jobQueue).toConstantValue(queue);
  // Where one context asks another: through its contract, joined here.
  container.bind(REGISTRATION.findApplication).toService(APPLICATIONS.findApplication);
  container.bind(ACCESS.findAccountStanding).toService(REGISTRATION.findAccountStanding);
  container.bind(NOTIFICATION.findApplication).toService(APPLICATIONS.findApplication);
  return { container, queue };
}
