import { handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ApplicationSenders, type FindApplication } from './adapters/applications/application-senders.js';
import { DeliverMessageJob } from './adapters/jobs/deliver-message-job.js';
import { MessageOrders } from './adapters/jobs/message-orders.js';
import { type MailDispatcher, mailDispatcher } from './adapters/mailjet/mail-dispatcher.js';
import { MailjetMailProvider } from './adapters/mailjet/mailjet-mail-provider.js';
import { PostgresDeliveryRepository } from './adapters/postgres/postgres-delivery-repository.js';
import { RegistrationActivationCodes } from './adapters/registration/registration-activation-codes.js';
import { MailRenderer } from './adapters/templates/mail-renderer.js';
import { DeliverMessageHandler } from './application/commands/deliver-message.js';
import type { ActivationCodes } from './application/ports/activation-codes.js';
import type { DeliveryRepository } from './application/ports/delivery-repository.js';
import type { MailProvider } from './application/ports/mail-provider.js';
import type { MessageRenderer } from './application/ports/message-renderer.js';
import type { Senders } from './application/ports/senders.js';
import { DeliverMessage } from './contract/commands/deliver-message.js';

export const NOTIFICATION = {
  /** From the applications' context: the app that composes the two binds it. */
  findApplication: token<FindApplication>('notification.FindApplication'),
  activationCodes: token<ActivationCodes>('notification.ActivationCodes'),
  deliveries: token<DeliveryRepository>('notification.DeliveryRepository'),
  dispatcher: token<MailDispatcher>('notification.MailDispatcher'),
  provider: token<MailProvider>('notification.MailProvider'),
  renderer: token<MessageRenderer>('notification.MessageRenderer'),
  senders: token<Senders>('notification.Senders'),
} as const;

/** Connections to the mail provider are closed when the container is unbound (`unbindAllAsync`). */
export const notificationModule = new ContainerModule(({ bind }) => {
  bind(NOTIFICATION.dispatcher)
    .toResolvedValue(() => mailDispatcher())
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
  bind(NOTIFICATION.deliveries).toResolvedValue(
    (database) => new PostgresDeliveryRepository(database),
    [PLATFORM.database],
  );
  bind(NOTIFICATION.renderer)
    .toResolvedValue(() => new MailRenderer())
    .inSingletonScope();
  bind(NOTIFICATION.senders).toResolvedValue(
    (applications) => new ApplicationSenders(applications),
    [NOTIFICATION.findApplication],
  );
  bind(NOTIFICATION.activationCodes).toDynamicValue(
    (container: ResolutionContext) => new RegistrationActivationCodes(() => container.get(PLATFORM.commandBus)),
  );
  bind(PLATFORM.commands).toResolvedValue(
    (clock, codes, deliveries, provider, renderer, senders) =>
      handles(
        DeliverMessage,
        new DeliverMessageHandler({ clock, codes, deliveries, provider, renderer, senders, random: Math.random }),
      ),
    [
      PLATFORM.clock,
      NOTIFICATION.activationCodes,
      NOTIFICATION.deliveries,
      NOTIFICATION.provider,
      NOTIFICATION.renderer,
      NOTIFICATION.senders,
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
