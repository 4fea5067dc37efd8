import { bindHandlers, fixed, PLATFORM } from '@gatehouse/platform/container';
import { AgedRowsPurge } from '@gatehouse/platform/jobs';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ApplicationPageLinks } from './adapters/applications/application-page-links.js';
import { DeliverMessageJob } from './adapters/jobs/deliver-message-job.js';
import { MessageOrders } from './adapters/jobs/message-orders.js';
import { PostgresDeliveryRepository } from './adapters/postgres/delivery/postgres-delivery-repository.js';
import { PostgresMessageRecords } from './adapters/postgres/delivery/postgres-message-records.js';
import { DeadJobPurge } from './adapters/postgres/messages/dead-job-purge.js';
import { RegistrationCodes } from './adapters/registration/registration-codes.js';
import { RegistrationNotices } from './adapters/registration/registration-notices.js';
import { CatalogueTextMessageRenderer } from './adapters/templates/catalogue-text-message-renderer.js';
import { TwilioTextProvider } from './adapters/twilio/twilio-text-provider.js';
import { DeliverMessageHandler } from './application/delivery/deliver-message.js';
import { bindMails } from './bindings/mails.js';
import { NOTIFICATION } from './bindings/tokens.js';
import { DeliverMessage } from './contract/commands/deliver-message.js';

export { NOTIFICATION };

/** Connections to the providers are closed when the container is unbound (`unbindAllAsync`). */
export const notificationModule = new ContainerModule(({ bind }) => {
  const { onCommand } = bindHandlers(bind);
  bindMails(bind);
  bind(NOTIFICATION.textProvider)
    .toResolvedValue(
      ({ sms }, metrics, dispatcher) =>
        new TwilioTextProvider({
          name: sms.provider,
          baseUrl: sms.baseUrl,
          accountSid: sms.accountSid,
          authToken: sms.authToken,
          sender: sms.sender,
          dispatcher,
          onAnswer: ({ seconds, ...labels }) => metrics.providerSeconds.observe(labels, seconds),
        }),
      [PLATFORM.settings, PLATFORM.metrics, NOTIFICATION.dispatcher],
    )
    .inSingletonScope();
  bind(NOTIFICATION.deliveries).toResolvedValue(
    (database) => new PostgresDeliveryRepository(database),
    [PLATFORM.database],
  );
  // As long as somebody may ask what became of a message. Whatever its state: after ten minutes it has come to an end.
  bind(PLATFORM.purges).toResolvedValue(
    (database) =>
      new AgedRowsPurge(database, {
        what: 'deliveries',
        table: 'deliveries',
        column: 'created_at',
        keepSeconds: 30 * 86_400,
      }),
    [PLATFORM.database],
  );
  bind(PLATFORM.purges).toResolvedValue((database) => new DeadJobPurge(database), [PLATFORM.database]);
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database) => new PostgresMessageRecords(database),
    [PLATFORM.database],
  );
  bind(NOTIFICATION.textRenderer)
    .toResolvedValue(() => new CatalogueTextMessageRenderer())
    .inSingletonScope();
  bind(NOTIFICATION.links).toResolvedValue(
    (queries, { http }) => new ApplicationPageLinks(queries, http.publicUrl),
    [PLATFORM.queryBus, PLATFORM.settings],
  );
  bind(NOTIFICATION.codes).toDynamicValue(
    (container: ResolutionContext) => new RegistrationCodes(() => container.get(PLATFORM.commandBus)),
  );
  bind(NOTIFICATION.notices).toDynamicValue(
    (container: ResolutionContext) => new RegistrationNotices(() => container.get(PLATFORM.commandBus)),
  );
  onCommand(DeliverMessage, DeliverMessageHandler, {
    clock: PLATFORM.clock,
    codes: NOTIFICATION.codes,
    notices: NOTIFICATION.notices,
    deliveries: NOTIFICATION.deliveries,
    provider: NOTIFICATION.provider,
    renderer: NOTIFICATION.renderer,
    senders: NOTIFICATION.senders,
    links: NOTIFICATION.links,
    textProvider: NOTIFICATION.textProvider,
    textRenderer: NOTIFICATION.textRenderer,
    random: fixed(Math.random),
  });
  bind(PLATFORM.jobs).toResolvedValue(
    (bus, clock, metrics) =>
      new DeliverMessageJob({
        bus,
        clock,
        onEnd: (outcome, channel, seconds) => {
          metrics.deliveries.inc({ outcome });
          if (seconds !== null) metrics.acceptanceSeconds.observe({ channel }, seconds);
        },
      }),
    [PLATFORM.commandBus, PLATFORM.clock, PLATFORM.metrics],
  );
  bind(PLATFORM.subscriptions).toResolvedValue((queue) => new MessageOrders(queue), [PLATFORM.jobQueue]);
});
