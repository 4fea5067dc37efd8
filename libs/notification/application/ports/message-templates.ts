import type { CommandContext } from '@gatehouse/kernel';
import type { OwnTemplate } from '../../contract/queries/find-templates.js';
import type { MailTemplate } from '../../domain/message/message.js';
import type { AcceptedTemplate, TemplateParts } from '../../domain/template/accept-template.js';

/** Which mail, in which language, of which application. */
export interface TemplateKey {
  /** The application's slug. */
  readonly application: string;
  readonly template: MailTemplate;
  /** One of the languages that the service speaks. */
  readonly locale: string;
}

/** Applications' own words for mails, as the renderer reads them. */
export interface MessageTemplates {
  /** Null where the application has none of its own. May be some seconds behind what was saved elsewhere. */
  find(key: TemplateKey): Promise<TemplateParts | null>;
}

/** Applications' own words for mails, as administrators change them. Each change is in the audit log. */
export interface TemplateStore {
  /** As it is at this moment. */
  read(key: TemplateKey): Promise<TemplateParts | null>;
  /** Takes the place of what was there. */
  save(key: TemplateKey, parts: AcceptedTemplate, context: CommandContext): Promise<void>;
  /** Back to the built-in words; changes nothing where there are no others. */
  remove(key: TemplateKey, context: CommandContext): Promise<void>;
  /** Counts a mail that tries a template; false where the application has sent as many this hour as it may. */
  admitTest(key: TemplateKey, context: CommandContext): Promise<boolean>;
}

export interface OwnTemplates {
  /** The mails that the application has in its own words. */
  ofApplication(application: string): Promise<OwnTemplate[]>;
}
