import { Description, Query, type Result } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsIn, IsOptional, IsRFC3339, IsString, ValidateNested } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';

/** Every mail that the service sends, by name. */
export const MAIL_TEMPLATES = [
  'activation-code',
  'account-exists',
  'email-change-code',
  'email-change-taken',
  'email-change-notice',
  'email-changing-notice',
  'email-restored-notice',
  'password-reset-code',
  'password-changed-notice',
  'password-reset-notice',
] as const;

/** The languages that mails are written in. */
export const MAIL_LOCALES = ['en', 'fr', 'de', 'es', 'ar', 'ja'] as const;

/** A mail in one language, as it stands in an application's own words. */
export interface OwnTemplate {
  readonly template: (typeof MAIL_TEMPLATES)[number];
  readonly locale: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 3339. */
  readonly changedAt: string;
}

@Description('A mail in one language')
export class MailTemplateEntry {
  @IsIn(MAIL_TEMPLATES)
  template!: (typeof MAIL_TEMPLATES)[number];

  @IsIn(MAIL_LOCALES)
  locale!: (typeof MAIL_LOCALES)[number];

  @Description('Whether the application has its own text; otherwise the built-in text is sent')
  @IsBoolean()
  own!: boolean;

  @Description('When its own text was saved')
  @IsOptional()
  @IsRFC3339()
  changedAt!: string | null;

  @Description('Placeholders that the template may use, as `{{name}}`')
  @IsArray()
  @IsString({ each: true })
  placeholders!: string[];

  @Description('The placeholder that must be alone on a line of the text, and anywhere in the HTML')
  @IsOptional()
  @IsString()
  required!: string | null;
}

export class MailTemplateList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: MailTemplateEntry } })
  templates!: MailTemplateEntry[];
}

export class MailTemplateRecord extends MailTemplateEntry {
  @Description('Null if the built-in text is sent; the preview shows it')
  @IsOptional()
  @IsString()
  subject!: string | null;

  @IsOptional()
  @IsString()
  text!: string | null;

  @IsOptional()
  @IsString()
  html!: string | null;
}

@Description('A mail as recipients would get it, with sample data')
export class MailPreview {
  @IsString()
  subject!: string;

  @IsString()
  text!: string;

  @IsString()
  html!: string;
}

export class TestMailSent {
  @Description('Where the mail went')
  @IsString()
  recipient!: string;
}

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
