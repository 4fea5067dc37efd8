import { PLATFORM } from '@gatehouse/platform/container';
import type { Bind } from 'inversify';
import { ApplicationSenders } from '../adapters/applications/application-senders.js';
import { MailjetMailProvider } from '../adapters/mailjet/mailjet-mail-provider.js';
import { PostgresMessageTemplates } from '../adapters/postgres/templates/postgres-message-templates.js';
import { MailRenderer } from '../adapters/templates/mail-renderer.js';
import { providerDispatcher } from '../adapters/undici/call-provider.js';
import { NOTIFICATION } from './tokens.js';

/** What makes a mail and hands it over: for the worker, and for anyone who tries a template. */
export function bindMails(bind: Bind): void {
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
  bind(NOTIFICATION.templates)
    .toResolvedValue(
      (database, clock) => new PostgresMessageTemplates(database, clock),
      [PLATFORM.database, PLATFORM.clock],
    )
    .inSingletonScope();
  bind(NOTIFICATION.renderer)
    .toResolvedValue((templates) => new MailRenderer(templates), [NOTIFICATION.templates])
    .inSingletonScope();
  bind(NOTIFICATION.senders).toResolvedValue((queries) => new ApplicationSenders(queries), [PLATFORM.queryBus]);
}
