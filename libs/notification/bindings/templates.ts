import { answers, handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import type { Bind } from 'inversify';
import { PostgresTemplateStore } from '../adapters/postgres/templates/postgres-template-store.js';
import { SendTestMailHandler } from '../application/delivery/send-test-mail.js';
import {
  FindOwnTemplatesHandler,
  FindTemplateHandler,
  FindTemplatesHandler,
} from '../application/templates/find-templates.js';
import { PreviewTemplateHandler } from '../application/templates/preview-template.js';
import { RemoveTemplateHandler } from '../application/templates/remove-template.js';
import { SampleMails } from '../application/templates/sample-mails.js';
import { SaveTemplateHandler } from '../application/templates/save-template.js';
import {
  FindOwnTemplates,
  FindTemplate,
  FindTemplates,
  PreviewTemplate,
  RemoveTemplate,
  SaveTemplate,
  SendTestMail,
} from '../contract/index.js';
import { templateOperations } from '../operations/templates/templates.js';
import { NOTIFICATION } from './tokens.js';

const store = token<PostgresTemplateStore>('notification.TemplateStore');
const samples = token<SampleMails>('notification.SampleMails');

/** An application's own templates, as administrators see, try and change them. */
export function bindTemplates(bind: Bind): void {
  bind(store)
    .toResolvedValue((database) => new PostgresTemplateStore(database), [PLATFORM.database])
    .inSingletonScope();
  bind(samples).toResolvedValue(
    (templates, senders, renderer) => new SampleMails(templates, senders, renderer),
    [store, NOTIFICATION.senders, NOTIFICATION.renderer],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (mails) => handles(PreviewTemplate, new PreviewTemplateHandler(mails)),
    [samples],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (templates) => handles(SaveTemplate, new SaveTemplateHandler(templates)),
    [store],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (templates) => handles(RemoveTemplate, new RemoveTemplateHandler(templates)),
    [store],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (mails, templates, senders, provider, ids) =>
      handles(SendTestMail, new SendTestMailHandler(mails, templates, senders, provider, ids)),
    [samples, store, NOTIFICATION.senders, NOTIFICATION.provider, PLATFORM.ids],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (templates) => answers(FindTemplates, new FindTemplatesHandler(templates)),
    [store],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (templates) => answers(FindTemplate, new FindTemplateHandler(templates)),
    [store],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (templates) => answers(FindOwnTemplates, new FindOwnTemplatesHandler(templates)),
    [store],
  );
  bind(PLATFORM.operations).toResolvedValue(templateOperations, [PLATFORM.commandBus, PLATFORM.queryBus]);
}
