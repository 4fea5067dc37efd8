import { ProblemError } from '@gatehouse/platform/edge';
import { MAIL_LOCALES, MAIL_TEMPLATES } from '../../contract/mail-templates.js';
import { notificationProblems as problems } from '../problems.js';

export interface TemplatePlace {
  readonly template: (typeof MAIL_TEMPLATES)[number];
  readonly locale: (typeof MAIL_LOCALES)[number];
}

/**
 * The mail and the language of the path.
 * @throws ProblemError 404 template-unknown
 */
export function templateIn(params: Readonly<Record<string, string>>): TemplatePlace {
  const template = MAIL_TEMPLATES.find((known) => known === params['template']);
  const locale = MAIL_LOCALES.find((known) => known === params['locale']);
  if (!template || !locale) throw new ProblemError(problems['template-unknown']);
  return { template, locale };
}
