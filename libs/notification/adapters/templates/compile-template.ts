import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { MailTemplate } from '../../domain/message/message.js';
import type { TemplateParts } from '../../domain/template/accept-template.js';

/** What a template may speak of, by name. */
export type View = Readonly<Record<string, string | undefined>>;

export interface MessageParts {
  /** Absent where the words' own is taken. */
  readonly subject?: (view: View) => string;
  readonly text: (view: View) => string;
  readonly html: (view: View) => string;
}

/** Mails of one kind look alike and differ in their words. */
const LAYOUTS: Readonly<Record<MailTemplate, 'code' | 'notice'>> = {
  'activation-code': 'code',
  'account-exists': 'notice',
  'email-change-code': 'code',
  'email-change-taken': 'notice',
  'email-change-notice': 'notice',
  'password-reset-code': 'code',
  'email-changing-notice': 'notice',
  'email-restored-notice': 'notice',
  'password-changed-notice': 'notice',
  'password-reset-notice': 'notice',
};

/**
 * Strict: a name that the view lacks is an error, not a gap. Only the view's own properties are read, no inherited
 * one, and what they hold is never itself a template.
 */
const OPTIONS = { strict: true, knownHelpersOnly: true, knownHelpers: { if: true } };

/** The words of an application, by the same engine and the same rules as ours. */
export const compileParts = ({ subject, text, html }: TemplateParts): MessageParts => ({
  subject: Handlebars.compile(subject, { ...OPTIONS, noEscape: true }),
  text: Handlebars.compile(text, { ...OPTIONS, noEscape: true }),
  html: Handlebars.compile(html, OPTIONS),
});

export function compileTemplate(template: MailTemplate): MessageParts {
  const layout = LAYOUTS[template];
  return {
    text: Handlebars.compile(read(`${layout}.text.hbs`), { ...OPTIONS, noEscape: true }),
    html: Handlebars.compile(read(`${layout}.html.hbs`), OPTIONS),
  };
}

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
