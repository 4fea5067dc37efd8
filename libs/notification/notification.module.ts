import { handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { AgedRowsPurge } from '@gatehouse/platform/postgres';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ApplicationPageLinks } from './adapters/applications/application-page-links.js';
import { ApplicationSenders, type FindApplication } from './adapters/applications/application-senders.js';
import { DeliverMessageJob } from './adapters/jobs/deliver-message-job.js';
import { MessageOrders } from './adapters/jobs/message-orders.js';
import { MailjetMailProvider } from './adapters/mailjet/mailjet-mail-provider.js';
import { DeadJobPurge } from './adapters/postgres/dead-job-purge.js';
import { PostgresDeliveryRepository } from './adapters/postgres/postgres-delivery-repository.js';
import { PostgresMessageRecords } from './adapters/postgres/postgres-message-records.js';
import { PostgresMessageTemplates } from './adapters/postgres/postgres-message-templates.js';
import { RegistrationActivationCodes } from './adapters/registration/registration-activation-codes.js';
import { RegistrationNotices } from './adapters/registration/registration-notices.js';
import { CatalogueTextMessageRenderer } from './adapters/templates/catalogue-text-message-renderer.js';
import { MailRenderer } from './adapters/templates/mail-renderer.js';
import { TwilioTextProvider } from './adapters/twilio/twilio-text-provider.js';
import { type ProviderDispatcher, providerDispatcher } from './adapters/undici/provider-dispatcher.js';
import { DeliverMessageHandler } from './application/commands/deliver-message.js';
import type { ActivationCodes } from './application/ports/activation-codes.js';
import type { DeliveryRepository } from './application/ports/delivery-repository.js';
import type { MailProvider } from './application/ports/mail-provider.js';
import type { MessageRenderer } from './application/ports/message-renderer.js';
import type { MessageTemplates } from './application/ports/message-templates.js';
import type { Notices } from './application/ports/notices.js';
import type { PageLinks } from './application/ports/page-links.js';
import type { Senders } from './application/ports/senders.js';
import type { TextMessageRenderer } from './application/ports/text-message-renderer.js';
import type { TextProvider } from './application/ports/text-provider.js';
import { DeliverMessage } from './contract/commands/deliver-message.js';

export const NOTIFICATION = {
  /** From the applications' context: the app that composes the two binds it. */
  findApplication: token<FindApplication>('notification.FindApplication'),
  activationCodes: token<ActivationCodes>('notification.ActivationCodes'),
  deliveries: token<DeliveryRepository>('notification.DeliveryRepository'),
  dispatcher: token<ProviderDispatcher>('notification.ProviderDispatcher'),
  notices: token<Notices>('notification.Notices'),
  provider: token<MailProvider>('notification.MailProvider'),
  renderer: token<MessageRenderer>('notification.MessageRenderer'),
  links: token<PageLinks>('notification.PageLinks'),
  senders: token<Senders>('notification.Senders'),
  templates: token<MessageTemplates>('notification.MessageTemplates'),
  textProvider: token<TextProvider>('notification.TextProvider'),
  textRenderer: token<TextMessageRenderer>('notification.TextMessageRenderer'),
} as const;

/** Connections to the providers are closed when the container is unbound (`unbindAllAsync`). */
export const notificationModule = new ContainerModule(({ bind }) => {
  bind(NOTIFICATION.dispatcher)
    .toResolvedValue(() => providerDispatcher())
    .inSingletonScope()
    .onDeactivation((dispatcher) => dispatcher.close());
  bind(NOTIFICATION.provider)
    .toResolvedValue(
      ({ mail }, metrics, dispatcher) =>
        new MailjetMailProvider({
          name: mail.provider,
          baseUrl: mail.baseUrl,
          apiKey: mail.apiKey,
          apiSecret: mail.apiSecret,
          from: mail.sender,
          dispatcher,
          onAnswer: ({ seconds, ...labels }) => metrics.providerSeconds.observe(labels, seconds),
        }),
      [PLATFORM.settings, PLATFORM.metrics, NOTIFICATION.dispatcher],
    )
    .inSingletonScope();
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
  bind(NOTIFICATION.templates)
    .toResolvedValue(
      (database, clock) => new PostgresMessageTemplates(database, clock),
      [PLATFORM.database, PLATFORM.clock],
    )
    .inSingletonScope();
  bind(NOTIFICATION.renderer)
    .toResolvedValue((templates) => new MailRenderer(templates), [NOTIFICATION.templates])
    .inSingletonScope();
  bind(NOTIFICATION.textRenderer)
    .toResolvedValue(() => new CatalogueTextMessageRenderer())
    .inSingletonScope();
  bind(NOTIFICATION.links).toResolvedValue(
    (applications, { http }) => new ApplicationPageLinks(applications, http.publicUrl),
    [NOTIFICATION.findApplication, PLATFORM.settings],
  );
  bind(NOTIFICATION.senders).toResolvedValue(
    (applications) => new ApplicationSenders(applications),
    [NOTIFICATION.findApplication],
  );
  bind(NOTIFICATION.activationCodes).toDynamicValue(
    (container: ResolutionContext) => new RegistrationActivationCodes(() => container.get(PLATFORM.commandBus)),
  );
  bind(NOTIFICATION.notices).toDynamicValue(
    (container: ResolutionContext) => new RegistrationNotices(() => container.get(PLATFORM.commandBus)),
  );
  bind(PLATFORM.commands).toResolvedValue(
    (clock, codes, notices, deliveries, provider, renderer, senders, textProvider, textRenderer, links) =>
      handles(
        DeliverMessage,
        new DeliverMessageHandler({
          clock,
          codes,
          notices,
          deliveries,
          provider,
          renderer,
          senders,
          links,
          textProvider,
          textRenderer,
          random: Math.random,
        }),
      ),
    [
      PLATFORM.clock,
      NOTIFICATION.activationCodes,
      NOTIFICATION.notices,
      NOTIFICATION.deliveries,
      NOTIFICATION.provider,
      NOTIFICATION.renderer,
      NOTIFICATION.senders,
      NOTIFICATION.textProvider,
      NOTIFICATION.textRenderer,
      NOTIFICATION.links,
    ],
  );
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
