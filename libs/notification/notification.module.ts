import { bindHandlers, fixed, from, PLATFORM, token } from '@gatehouse/platform/container';
import { type Bind, ContainerModule, type ResolutionContext } from 'inversify';
import { ApplicationPageLinks, ApplicationSenders } from './adapters/applications/applications-context.js';
import { DeliverMessageJob } from './adapters/jobs/deliver-message-job.js';
import { MessageOrders } from './adapters/jobs/message-orders.js';
import { processId, watchProviders } from './adapters/jobs/provider-watch.js';
import { PostgresDeliveryRepository } from './adapters/postgres/delivery/postgres-delivery-repository.js';
import { DeadJobPurge } from './adapters/postgres/messages/dead-job-purge.js';
import { PostgresProviderReports } from './adapters/postgres/providers/postgres-provider-reports.js';
import { notificationPurges } from './adapters/postgres/purges/notification-purges.js';
import { PostgresMessageTemplates, PostgresTemplateStore } from './adapters/postgres/templates/postgres-templates.js';
import { mailProviders, type SeveralOptions, textProviders } from './adapters/providers/several-providers.js';
import { TableTextCosts } from './adapters/providers/table-text-costs.js';
import { RegistrationNotices } from './adapters/registration/registration-context.js';
import { CatalogueTextMessageRenderer } from './adapters/templates/catalogue-text-message-renderer.js';
import { MailRenderer } from './adapters/templates/mail-renderer.js';
import { providerDispatcher } from './adapters/undici/call-provider.js';
import { DeliverMessageHandler } from './application/delivery/deliver-message.js';
import { SendTestMailHandler } from './application/delivery/send-test-mail.js';
import type { Notices } from './application/ports/codes.js';
import type { DeliveryRepository } from './application/ports/delivery-repository.js';
import type { MessageTemplates } from './application/ports/message-templates.js';
import type { MailProvider, TextProvider } from './application/ports/providers.js';
import type { MessageRenderer, PageLinks, Senders, TextMessageRenderer } from './application/ports/rendering.js';
import { RecordProviderStateHandler } from './application/providers/provider-states.js';
import {
  FindOwnTemplatesHandler,
  FindTemplateHandler,
  FindTemplatesHandler,
  RemoveTemplateHandler,
  SaveTemplateHandler,
} from './application/templates/manage-templates.js';
import { PreviewTemplateHandler, SampleMails } from './application/templates/preview-template.js';
import { bindMessages, OUTCOMES } from './bindings/outcomes.js';
import { DeliverMessage } from './contract/commands/deliver-message.js';
import { RecordProviderState } from './contract/commands/record-provider-state.js';
import {
  FindOwnTemplates,
  FindTemplate,
  FindTemplates,
  PreviewTemplate,
  RemoveTemplate,
  SaveTemplate,
  SendTestMail,
} from './contract/index.js';
import { templateOperations } from './operations/templates.js';

export const NOTIFICATION = {
  deliveries: token<DeliveryRepository>('notification.DeliveryRepository'),
  dispatcher: token<ReturnType<typeof providerDispatcher>>('notification.ProviderDispatcher'),
  notices: token<Notices>('notification.Notices'),
  provider: token<MailProvider>('notification.MailProvider'),
  renderer: token<MessageRenderer>('notification.MessageRenderer'),
  links: token<PageLinks>('notification.PageLinks'),
  senders: token<Senders>('notification.Senders'),
  templates: token<MessageTemplates>('notification.MessageTemplates'),
  textProvider: token<TextProvider>('notification.TextProvider'),
  textRenderer: token<TextMessageRenderer>('notification.TextMessageRenderer'),
} as const;

/**
 * What makes a mail and hands it over: for the worker, and for anyone who tries a template.
 * @param isWatched whether what becomes of a provider concerns more than the message itself: see `watchedOptions`
 */
export function bindMails(bind: Bind, { isWatched }: { readonly isWatched: boolean }): void {
  bind(NOTIFICATION.dispatcher)
    .toResolvedValue(() => providerDispatcher())
    .inSingletonScope()
    .onDeactivation((dispatcher) => dispatcher.close());
  bind(NOTIFICATION.provider)
    .toDynamicValue((container) => {
      const { mail } = container.get(PLATFORM.settings);
      return mailProviders(mail, isWatched ? watchedOptions(container, 'mail') : sharedOptions(container));
    })
    .inSingletonScope()
    .onDeactivation((provider) => provider.close?.());
  bind(NOTIFICATION.templates)
    .toResolvedValue(
      (database, clock) => new PostgresMessageTemplates(database, clock),
      [PLATFORM.database, PLATFORM.clock],
    )
    .inSingletonScope();
  bind(NOTIFICATION.renderer)
    .toResolvedValue((templates) => new MailRenderer(templates), [NOTIFICATION.templates])
    .inSingletonScope();
  bind(NOTIFICATION.senders).toResolvedValue(
    (queries, { http }) => new ApplicationSenders(queries, http.publicUrl),
    [PLATFORM.queryBus, PLATFORM.settings],
  );
  bindHandlers(bind).onCommand(RecordProviderState, RecordProviderStateHandler, {
    reports: from([PLATFORM.database], (database) => new PostgresProviderReports(database)),
    ids: PLATFORM.ids,
  });
}

/** What providers share: connections and metrics. */
function sharedOptions(container: ResolutionContext): SeveralOptions {
  const [metrics, clock] = [container.get(PLATFORM.metrics), container.get(PLATFORM.clock)];
  return {
    dispatcher: container.get(NOTIFICATION.dispatcher),
    publicUrl: container.get(PLATFORM.settings).http.publicUrl,
    now: () => clock.now(),
    onAnswer: ({ seconds, ...labels }) => metrics.providerSeconds.observe(labels, seconds),
  };
}

/** The same, for a process that tells the others what becomes of providers, and begins with what they know. */
function watchedOptions(container: ResolutionContext, channel: 'mail' | 'sms'): SeveralOptions {
  const reports = new PostgresProviderReports(container.get(PLATFORM.database));
  const metrics = container.get(PLATFORM.metrics);
  // So that a provider is to be seen before anything becomes of it.
  for (const { name } of container.get(PLATFORM.settings)[channel].providers) {
    metrics.providerBreakers.set({ channel, provider: name }, 0);
  }
  return {
    ...sharedOptions(container),
    knownAsOpen: () => reports.findOpen(channel),
    onLeave: () => reports.leave(channel, processId),
    onChange: watchProviders({
      channel,
      metrics,
      logger: container.get(PLATFORM.logger),
      bus: () => container.get(PLATFORM.commandBus),
      refresh: () => reports.refresh(channel, processId),
    }),
  };
}

/** Connections to the providers are closed when the container is unbound (`unbindAllAsync`). */
export const notificationModule = new ContainerModule(({ bind }) => {
  const { onCommand } = bindHandlers(bind);
  bindMails(bind, { isWatched: true });
  bindMessages(bind, NOTIFICATION.dispatcher);
  bind(NOTIFICATION.textProvider)
    .toDynamicValue((container) => {
      const { sms } = container.get(PLATFORM.settings);
      return textProviders(sms, watchedOptions(container, 'sms'));
    })
    .inSingletonScope()
    .onDeactivation((provider) => provider.close?.());
  bind(NOTIFICATION.deliveries).toResolvedValue(
    (database) => new PostgresDeliveryRepository(database),
    [PLATFORM.database],
  );
  for (const purgeOn of notificationPurges) bind(PLATFORM.purges).toResolvedValue(purgeOn, [PLATFORM.database]);
  bind(PLATFORM.purges).toResolvedValue((database) => new DeadJobPurge(database), [PLATFORM.database]);
  bind(NOTIFICATION.textRenderer)
    .toResolvedValue(() => new CatalogueTextMessageRenderer())
    .inSingletonScope();
  bind(NOTIFICATION.links).toResolvedValue(
    (queries, { http }) => new ApplicationPageLinks(queries, http.publicUrl),
    [PLATFORM.queryBus, PLATFORM.settings],
  );
  bind(NOTIFICATION.notices).toDynamicValue(
    (container: ResolutionContext) => new RegistrationNotices(() => container.get(PLATFORM.commandBus)),
  );
  onCommand(DeliverMessage, DeliverMessageHandler, {
    clock: PLATFORM.clock,
    codes: OUTCOMES.codes,
    notices: NOTIFICATION.notices,
    deliveries: NOTIFICATION.deliveries,
    provider: NOTIFICATION.provider,
    renderer: NOTIFICATION.renderer,
    senders: NOTIFICATION.senders,
    links: NOTIFICATION.links,
    textProvider: NOTIFICATION.textProvider,
    textCosts: from([PLATFORM.settings, PLATFORM.metrics], ({ sms }, metrics) => {
      return new TableTextCosts(sms.prices, (labels, amount) => metrics.smsSpend.inc(labels, amount));
    }),
    textRenderer: NOTIFICATION.textRenderer,
    suppressions: OUTCOMES.suppressions,
    followed: OUTCOMES.eventSources,
    random: fixed(Math.random),
  });
  bind(PLATFORM.jobs).toResolvedValue(
    (bus, clock, metrics) =>
      new DeliverMessageJob({
        bus,
        clock,
        onEnd: (outcome, channel, seconds) => {
          metrics.deliveries.inc({ channel, outcome });
          if (seconds !== null) metrics.acceptanceSeconds.observe({ channel }, seconds);
        },
      }),
    [PLATFORM.commandBus, PLATFORM.clock, PLATFORM.metrics],
  );
  bind(PLATFORM.subscriptions).toResolvedValue((queue) => new MessageOrders(queue), [PLATFORM.jobQueue]);
});

const store = token<PostgresTemplateStore>('notification.TemplateStore');
const samples = token<SampleMails>('notification.SampleMails');

/** An application's own templates, as administrators see, try and change them. */
export function bindTemplates(bind: Bind): void {
  const { onCommand, onQuery } = bindHandlers(bind);
  bind(store)
    .toResolvedValue((database) => new PostgresTemplateStore(database), [PLATFORM.database])
    .inSingletonScope();
  bind(samples).toResolvedValue(
    (templates, senders, renderer) => new SampleMails(templates, senders, renderer),
    [store, NOTIFICATION.senders, NOTIFICATION.renderer],
  );
  onCommand(PreviewTemplate, PreviewTemplateHandler, { samples });
  onCommand(SaveTemplate, SaveTemplateHandler, { templates: store });
  onCommand(RemoveTemplate, RemoveTemplateHandler, { templates: store });
  onCommand(SendTestMail, SendTestMailHandler, {
    samples,
    templates: store,
    senders: NOTIFICATION.senders,
    provider: NOTIFICATION.provider,
    ids: PLATFORM.ids,
  });
  onQuery(FindTemplates, FindTemplatesHandler, { own: store });
  onQuery(FindTemplate, FindTemplateHandler, { own: store });
  onQuery(FindOwnTemplates, FindOwnTemplatesHandler, { own: store });
  bind(PLATFORM.operations).toResolvedValue(templateOperations, [PLATFORM.commandBus, PLATFORM.queryBus]);
}
