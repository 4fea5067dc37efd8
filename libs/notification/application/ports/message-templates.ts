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

/** Applications' own words for mails. */
export interface MessageTemplates {
  /** Null where the application has none of its own. May be some seconds behind what was saved elsewhere. */
  find(key: TemplateKey): Promise<TemplateParts | null>;
  /** Takes the place of what was there. */
  save(key: TemplateKey, parts: AcceptedTemplate): Promise<void>;
  /** Back to the built-in words; changes nothing where there are no others. */
  remove(key: TemplateKey): Promise<void>;
}
