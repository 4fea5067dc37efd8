import { Query, type Result } from '@gatehouse/kernel';
import { IsIn } from 'class-validator';
import { MAIL_LOCALES, MAIL_TEMPLATES } from '../mail-templates.js';
import type { MailTemplateList, MailTemplateRecord, OwnTemplate } from '../read-models/mail-template.js';
import type { NotificationRefusal } from '../refusals.js';

type Found<T> = Result<T, NotificationRefusal<'validation-failed'>>;

/** Every mail in every language, and whether the application has its own words for it. */
export class FindTemplates extends Query<Found<MailTemplateList>> {}

/** One mail in one language, with the application's own words where it has any. */
export class FindTemplate extends Query<Found<MailTemplateRecord>> {
  @IsIn(MAIL_TEMPLATES)
  template!: (typeof MAIL_TEMPLATES)[number];

  @IsIn(MAIL_LOCALES)
  locale!: (typeof MAIL_LOCALES)[number];
}

/** The mails that the application has in its own words, whole. */
export class FindOwnTemplates extends Query<Found<OwnTemplate[]>> {}
