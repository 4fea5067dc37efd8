import { MAIL_LOCALES, MAIL_TEMPLATES } from '../../contract/mail-templates.js';
import type { MailTemplateEntry, MailTemplateRecord, OwnTemplate } from '../../contract/read-models/mail-template.js';
import { placeholderRules } from '../../domain/template/placeholders.js';

type TemplatePlace = Pick<MailTemplateEntry, 'template' | 'locale'>;

/** Every mail in every language, with what an application has of its own. */
export const entriesOf = (own: readonly OwnTemplate[]): MailTemplateEntry[] =>
  MAIL_TEMPLATES.flatMap((template) => MAIL_LOCALES.map((locale) => entryOf({ template, locale }, own)));

export function recordOf(place: TemplatePlace, own: readonly OwnTemplate[]): MailTemplateRecord {
  const { subject = null, text = null, html = null } = ownOf(place, own) ?? {};
  return { ...entryOf(place, own), subject, text, html };
}

function entryOf(place: TemplatePlace, own: readonly OwnTemplate[]): MailTemplateEntry {
  const found = ownOf(place, own);
  const { allowed, carried } = placeholderRules[place.template];
  return {
    ...place,
    own: found !== undefined,
    changedAt: found?.changedAt ?? null,
    placeholders: [...allowed],
    required: carried,
  };
}

const ownOf = ({ template, locale }: TemplatePlace, own: readonly OwnTemplate[]): OwnTemplate | undefined =>
  own.find((one) => one.template === template && one.locale === locale);
