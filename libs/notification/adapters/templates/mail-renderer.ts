import { readFileSync } from 'node:fs';
import {
  type Direction,
  directionOf,
  LOCALES,
  type Locale,
  loadWords,
  matchLocale,
  type Translate,
} from '@gatehouse/platform/i18n';
import Handlebars from 'handlebars';
import type { MessageTemplates } from '../../application/ports/message-templates.js';
import type { MessageRenderer, RenderedMessage } from '../../application/ports/rendering.js';
import { carriesCode, type MailTemplate, type Message } from '../../domain/message/message.js';
import type { TemplateParts } from '../../domain/template/accept-template.js';
import { lookView, namedLook, withoutMissingLogo } from './mail-look.js';
import { mailWords, tailoredView, type View } from './mail-words.js';
import { oneLine, presentableName } from './plain-text.js';

interface MessageParts {
  /** Absent where the words' own is taken. */
  readonly subject?: (view: View) => string;
  readonly text: (view: View) => string;
  readonly html: (view: View) => string;
}

/**
 * Strict: a name that the view lacks is an error, not a gap. Only the view's own properties are read, no inherited
 * one, and what they hold is never itself a template.
 */
const OPTIONS = { strict: true, knownHelpersOnly: true, knownHelpers: { if: true } };

/** Many more than there are texts of a language, times a few applications. */
const REMEMBERED = 2_000;

const LONGEST_APPLICATION_NAME = 60;
const LONGEST_SUBJECT = 150;

/**
 * Renders mails from the application's own templates or, where it has none, from those and the words beside this
 * file. Each template is compiled once, at its first use.
 */
export class MailRenderer implements MessageRenderer {
  readonly #words = loadWords(new URL('./locales/', import.meta.url));
  readonly #said = new Map<Locale, Translate>();
  readonly #builtIn = new Map<MailTemplate, MessageParts>();
  readonly #tailored = new WeakMap<TemplateParts, MessageParts>();
  readonly #templates: Pick<MessageTemplates, 'find'>;

  constructor(templates: Pick<MessageTemplates, 'find'>) {
    this.#templates = templates;
  }

  async render(
    { content, locale: wished, recipient, sender }: Message,
    given?: TemplateParts | null,
  ): Promise<RenderedMessage> {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const { template } = content;
    const key = { application: sender.application, template, locale };
    const own = given === undefined ? await this.#templates.find(key) : given;
    const direction = directionOf(locale);
    const translate = isolating(this.#words(locale), direction);
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME);
    const name = presentableName(recipient.name);
    const greeting = name ? translate('greetingWithName', { name }) : translate('greeting');
    if (own) {
      const view = tailoredView(content, { application, greeting, ...namedLook(sender.look) }, translate);
      return { ...rendered(this.#compiled(own), view, ''), recipientName: name };
    }
    const remembered = this.#remembering(locale, translate);
    const words = mailWords(content, application, remembered);
    const look = lookView(sender.look, remembered);
    // Without marks of direction: mail programs show the subject in a line of its own.
    const subject = oneLine(words.subject, LONGEST_SUBJECT);
    const start = direction === 'rtl' ? 'right' : 'left';
    const view: View = { ...words, ...look, subject, locale, direction, start, application, greeting };
    return { ...rendered(this.#layout(template), view, subject), recipientName: name };
  }

  #remembering(locale: Locale, translate: Translate): Translate {
    const known = this.#said.get(locale) ?? remembering(translate);
    this.#said.set(locale, known);
    return known;
  }

  #layout(template: MailTemplate): MessageParts {
    const known = this.#builtIn.get(template) ?? compileTemplate(template);
    this.#builtIn.set(template, known);
    return known;
  }

  #compiled(own: TemplateParts): MessageParts {
    const known = this.#tailored.get(own) ?? compileParts(own);
    this.#tailored.set(own, known);
    return known;
  }
}

/** The words of an application, by the same engine and the same rules as ours. */
const compileParts = ({ subject, text, html }: TemplateParts): MessageParts => ({
  subject: Handlebars.compile(subject, { ...OPTIONS, noEscape: true }),
  text: Handlebars.compile(text, { ...OPTIONS, noEscape: true }),
  html: Handlebars.compile(withoutMissingLogo(html), OPTIONS),
});

function compileTemplate(template: MailTemplate): MessageParts {
  const layout = carriesCode(template) ? 'code' : 'notice';
  return {
    text: Handlebars.compile(read(`${layout}.text.hbs`), { ...OPTIONS, noEscape: true }),
    html: Handlebars.compile(read(`${layout}.html.hbs`), OPTIONS),
  };
}

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/**
 * In text that runs from right to left, keeps a value such as a Latin name from pulling its surroundings out of
 * order: each stands between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9, section 2.4).
 */
function isolating(translate: Translate, direction: Direction): Translate {
  if (direction === 'ltr') return translate;
  return (key, values = {}) => {
    const entries = Object.entries(values);
    const isolated = entries.map(([name, value]) => [name, typeof value === 'string' ? `\u2068${value}\u2069` : value]);
    return translate(key, Object.fromEntries(isolated));
  };
}

/** Remembers what it has said: mails to different people differ in few words. Not for words that name a person. */
function remembering(translate: Translate): Translate {
  const known = new Map<string, string>();
  return (key, values) => {
    const question = `${key} ${JSON.stringify(values)}`;
    const remembered = known.get(question);
    if (remembered !== undefined) return remembered;
    if (known.size >= REMEMBERED) known.clear();
    const said = translate(key, values);
    known.set(question, said);
    return said;
  };
}

const rendered = ({ subject, text, html }: MessageParts, view: View, otherwise: string) => ({
  subject: oneLine(subject?.(view) ?? otherwise, LONGEST_SUBJECT),
  text: text(view),
  html: html(view),
});
