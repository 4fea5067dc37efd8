import { bindHandlers, PLATFORM, token } from '@gatehouse/platform/container';
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
