import { ACCESS, accessModule } from '@gatehouse/access';
import { accessHttpModule } from '@gatehouse/access/http';
import { APPLICATIONS, applicationsModule } from '@gatehouse/applications';
import { applicationsHttpModule } from '@gatehouse/applications/http';
import { NOTIFICATION_QUERIES, notificationHttpModule } from '@gatehouse/notification/http';
import type { Settings } from '@gatehouse/platform/config';
import { platformModule } from '@gatehouse/platform/container';
import type { Logger } from '@gatehouse/platform/logging';
import { NATS, natsCommandsModule } from '@gatehouse/platform/nats';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
import { registrationHttpModule } from '@gatehouse/registration/http';
import { webhooksModule } from '@gatehouse/webhooks';
import { webhooksHttpModule } from '@gatehouse/webhooks/http';
import { Container } from 'inversify';

/** Everything that the API is made of. Nothing connects before it is asked for. */
export function composeContainer(settings: Settings, logger: Logger): Container {
  const container = new Container();
  container.load(
    platformModule(settings, logger, 'api'),
    applicationsModule,
    applicationsHttpModule,
    registrationModule,
    registrationHttpModule,
    accessModule,
    accessHttpModule,
    notificationHttpModule,
    webhooksModule,
    webhooksHttpModule,
  );
  // Where one context asks another: through its contract, joined here.
  container.bind(REGISTRATION.findApplication).toService(APPLICATIONS.findApplication);
  container.bind(REGISTRATION.findEventMessages).toService(NOTIFICATION_QUERIES.findEventMessages);
  container.bind(NOTIFICATION_QUERIES.findUsersOfAddress).toService(REGISTRATION.findUsers);
  container.bind(ACCESS.findApplication).toService(APPLICATIONS.findApplication);
  container.bind(ACCESS.identifyKey).toService(APPLICATIONS.identifyKey);
  container.bind(ACCESS.findAccountStanding).toService(REGISTRATION.findAccountStanding);
  if (settings.nats) {
    container.load(natsCommandsModule(settings.nats));
    container
      .bind(NATS.knowsApplication)
      .toResolvedValue(
        (applications) => async (slug) => (await applications.bySlug(slug)) !== null,
        [APPLICATIONS.findApplication],
      );
  }
  return container;
}
