import { err, type FieldError, isVisible, ok, type Result } from '@gatehouse/kernel';
import { type CodeTemplate, carriesCode, type MailContent, type MailTemplate } from '../message/message.js';
import { htmlFaults } from './html-faults.js';

/** What an application's own templates may name, and all that is ever put into them. */
export type Placeholder =
  | 'application'
  | 'greeting'
  | 'digits'
  | 'number'
  | 'life'
  | 'link'
  | 'accent'
  | 'logo'
  | 'terms'
  | 'privacy'
  | 'support';

interface PlaceholderRule {
  readonly allowed: readonly Placeholder[];
  /** The one thing that the mail is for: must stand alone on a line of the text, and somewhere in the HTML. */
  readonly carried: 'digits' | 'link' | null;
}

/** Of the application's appearance. */
const LOOK = ['accent', 'logo', 'terms', 'privacy', 'support'] as const;
const COMMON = ['application', 'greeting', ...LOOK] as const;
const CODE: PlaceholderRule = { allowed: [...COMMON, 'digits', 'number', 'life'], carried: 'digits' };
const NOTICE: PlaceholderRule = { allowed: COMMON, carried: null };
const LINKED_NOTICE: PlaceholderRule = { allowed: [...COMMON, 'link'], carried: null };

/** Of mails without a code. */
const RULES: Readonly<Record<Exclude<MailTemplate, CodeTemplate>, PlaceholderRule>> = {
  'account-exists': NOTICE,
  'email-change-taken': NOTICE,
  'email-change-notice': { allowed: [...COMMON, 'link', 'life'], carried: 'link' },
  'email-changing-notice': LINKED_NOTICE,
  // Without its link, the person could not sign in again.
  'email-restored-notice': { allowed: [...COMMON, 'link'], carried: 'link' },
  'password-changed-notice': LINKED_NOTICE,
  'password-reset-notice': LINKED_NOTICE,
};

export const placeholderRule = (template: MailTemplate): PlaceholderRule =>
  carriesCode(template) ? CODE : RULES[template];

/** A mail in an application's own words. Each part may hold `{{name}}` of a fixed list, and nothing else of its kind. */
export interface TemplateParts {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

declare const acceptedMark: unique symbol;
/** Parts that have passed `acceptTemplate`: only these are stored. */
export type AcceptedTemplate = TemplateParts & { readonly [acceptedMark]: true };

/** In UTF-16 code units. A mail of more than 102 kB is cut off by some mail programs. */
const LONGEST = { subject: 150, text: 10_000, html: 60_000 } as const;

/** A subject stands in lists of mails: isolates keep to themselves there, the older bidi controls turn around what comes next. */
const UNPRINTABLE = {
  subject: /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u206A-\u206F]/u,
  text: /(?![\n\t])\p{Cc}/u,
  html: /(?![\n\t])\p{Cc}/u,
} as const;

/** Neither a third brace nor a backslash may stand before: both mean something to template engines. */
const PLACEHOLDER = /(?<![{\\])\{\{([a-z]+)\}\}/g;

/**
 * Accepts an application's own words for a mail, or says what is wrong with them: unknown placeholders, any other
 * template syntax, HTML that runs, a placeholder where no text is shown, a code or link that the person would miss.
 * Line ends become LF.
 */
export function acceptTemplate(template: MailTemplate, typed: TemplateParts): Result<AcceptedTemplate, FieldError[]> {
  const rule = placeholderRule(template);
  const parts = { subject: typed.subject.trim(), text: withLf(typed.text), html: withLf(typed.html) };
  const faults = [
    ...(['subject', 'text', 'html'] as const).flatMap((part) => partFaults(part, parts[part], rule)),
    ...subjectFaults(parts.subject),
    ...carriedFaults(parts, rule),
    ...htmlFaults(parts.html),
  ];
  return faults.length > 0 ? err(faults) : ok(parts as AcceptedTemplate);
}

const SAMPLE_CODE = { digits: '0417', number: 1, lifeSeconds: 60 } as const;
const PAGE = 'https://example.com';

/** What a mail is shown with before anybody has got it. The codes are good for nothing, and the links lead nowhere. */
export function sampleContent(template: MailTemplate): MailContent {
  switch (template) {
    case 'activation-code':
      return { template, ...SAMPLE_CODE, activationUrl: `${PAGE}/activate` };
    case 'password-reset-code':
      return { template, ...SAMPLE_CODE, digits: '00428137', lifeSeconds: 600, resetUrl: `${PAGE}/reset` };
    case 'email-change-notice':
      return { template, undoUrl: `${PAGE}/email-undo`, undoSeconds: 259_200 };
    case 'email-changing-notice':
    case 'email-restored-notice':
    case 'password-changed-notice':
    case 'password-reset-notice':
      return { template, resetUrl: `${PAGE}/reset` };
    case 'account-exists':
    case 'email-change-taken':
      return { template };
    default:
      return { template, ...SAMPLE_CODE, digits: '004217', lifeSeconds: 300 };
  }
}

/** Somebody to greet. */
export const SAMPLE_NAME = 'Ada Lovelace';

const withLf = (text: string): string => text.replace(/\r\n?/g, '\n');

function partFaults(part: keyof TemplateParts, text: string, { allowed }: PlaceholderRule): FieldError[] {
  const faults: FieldError[] = [];
  const pointer = `/${part}`;
  const fault = (at: string, code: string, message: string, values?: FieldError['values']) =>
    faults.push({ pointer: at, code, message, ...(values && { values }) });

  const limit = LONGEST[part];
  if (!isVisible(text)) fault(pointer, 'text-empty', 'Must not be empty');
  if (text.length > limit) fault(pointer, 'text-too-long', `Must have at most ${limit} characters`, { limit });
  if (!text.isWellFormed() || UNPRINTABLE[part].test(text))
    fault(pointer, 'text-unprintable', 'Must not contain control characters');
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  if (names.some((name) => !(allowed as readonly string[]).includes(name)))
    fault(pointer, 'placeholder-unknown', `Must contain no placeholders other than ${allowed.join(', ')}`);
  if (text.replace(PLACEHOLDER, ' ').includes('{{'))
    fault(
      pointer,
      'placeholder-malformed',
      'Must contain only placeholders of the form {{name}}, and no other template syntax',
    );
  return faults;
}

/** Subjects are shown on locked screens and kept in lists: no code belongs there. */
const subjectFaults = (subject: string): FieldError[] =>
  /\{\{(digits|link)\}\}/.test(subject) ? [misplaced('/subject')] : [];

function carriedFaults({ text, html }: TemplateParts, { carried }: PlaceholderRule): FieldError[] {
  if (carried === null) return [];
  const placeholder = `{{${carried}}}`;
  const missing = (pointer: string, message: string): FieldError => ({
    pointer,
    code: 'placeholder-missing',
    message,
  });
  return [
    ...(text.split('\n').includes(placeholder)
      ? []
      : [missing('/text', `Must contain ${placeholder} alone on a line`)]),
    ...(html.includes(placeholder) ? [] : [missing('/html', `Must contain ${placeholder}`)]),
  ];
}

const misplaced = (pointer: string): FieldError => ({
  pointer,
  code: 'placeholder-misplaced',
  message: 'Placeholders must be visible text, or {{link}} as a whole href; the subject must not contain the code',
});
