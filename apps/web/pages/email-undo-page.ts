import { type Locale, loadWords } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import { pageFrame, type ServedFiles } from './page-frame.js';

export interface EmailUndoPageView {
  readonly locale: Locale;
  readonly application: { readonly slug: string; readonly name: string };
  /** Where a new password is chosen afterwards. */
  readonly resetPath: string;
  readonly files: ServedFiles;
}

/** What an undo may come to, by the codes of its problems. */
const OUTCOMES = {
  undone: 'good',
  'undo-over': 'bad',
  'former-email-taken': 'bad',
  incomplete: 'bad',
  throttled: 'bad',
  busy: 'bad',
  failed: 'bad',
} as const;

/** The words that say the same on the page for activation. */
const SHARED = new Set(['throttled', 'busy', 'failed']);

const words = loadWords(new URL('./words/', import.meta.url));

/** The page where the former mailbox undoes a change of address. Opening it does nothing; its one button does. */
export function emailUndoPage({ locale, application, resetPath, files }: EmailUndoPageView): string {
  const translate = words(locale);
  const say = (key: string): string => escapeHtml(translate(key, { application: application.name }));
  const outcomes = Object.entries(OUTCOMES).map(
    ([name, tone]) => [name, tone, say(SHARED.has(name) ? `outcome.${name}` : `undo.outcome.${name}`)] as const,
  );
  return pageFrame({
    locale,
    applicationName: application.name,
    title: say('undo.title'),
    heading: say('undo.heading'),
    unscripted: say('undo.noscript'),
    outcomes,
    files,
    script: 'emailUndo',
    main: `      <form id="form" method="post" data-application="${escapeHtml(application.slug)}" hidden>
        <p>${say('undo.intro')}</p>
        <button id="submit" type="submit">${say('undo.submit')}</button>
      </form>
      <p id="onward" hidden><a href="${escapeHtml(resetPath)}">${say('undo.onward')}</a></p>
`,
  });
}
