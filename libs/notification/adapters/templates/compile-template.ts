import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Template } from '../../domain/message/message.js';

/** What a template may speak of, by name. */
export type View = Readonly<Record<string, string | undefined>>;

export interface MessageParts {
  readonly text: (view: View) => string;
  readonly html: (view: View) => string;
}

/**
 * Strict: a name that the view lacks is an error, not a gap. Only the view's own properties are read, no inherited
 * one, and what they hold is never itself a template.
 */
const OPTIONS = { strict: true, knownHelpersOnly: true, knownHelpers: { if: true } };

export function compileTemplate(template: Template): MessageParts {
  return {
    text: Handlebars.compile(read(`${template}.text.hbs`), { ...OPTIONS, noEscape: true }),
    html: Handlebars.compile(read(`${template}.html.hbs`), OPTIONS),
  };
}

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
