import type { FieldError } from '@gatehouse/kernel';
import type { MailTemplate } from '../../domain/message/message.js';
import { acceptTemplate } from '../../domain/template/accept-template.js';

/** Parts of a template as they came: absent, or null, where they did not. */
export interface GivenParts {
  readonly subject?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly html?: string | null | undefined;
}

export const isDraft = ({ subject, text, html }: GivenParts): boolean =>
  subject != null || text != null || html != null;

/** What is wrong with the parts that are there. */
export function faultsOfParts(template: MailTemplate, given: GivenParts): FieldError[] {
  const { subject, text, html } = given;
  const accepted = acceptTemplate(template, { subject: subject ?? '', text: text ?? '', html: html ?? '' });
  const isGiven = ({ pointer }: FieldError) => given[pointer.slice(1) as keyof GivenParts] != null;
  return accepted.ok ? [] : accepted.error.filter(isGiven);
}

/** The same of a draft, which is whole or not there. */
export const faultsOfDraft = (template: MailTemplate, given: GivenParts): FieldError[] =>
  isDraft(given) ? [...missing(given), ...faultsOfParts(template, given)] : [];

const missing = (given: GivenParts): FieldError[] =>
  (['subject', 'text', 'html'] as const)
    .filter((part) => given[part] == null)
    .map((part) => ({ pointer: `/${part}`, code: 'field-required', message: 'This field is required' }));
