import { directionOf, type Locale, loadWords } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import type { PageFileName } from './page-files.js';

/** Whom a page is for, and where its files are served. */
export interface PageView {
  readonly locale: Locale;
  readonly application: { readonly slug: string; readonly name: string };
  readonly files: Readonly<Record<PageFileName, { readonly href: string; readonly integrity: string }>>;
  /** What stands before the paths of this service when it is reached from outside: `/auth`, or nothing. */
  readonly basePath: string;
}

/** Says something in the page's language, as HTML. */
export type Say = (key: string) => string;

export interface Page {
  /** Where its words stand, such as `reset.`; the page for activation has none of its own. */
  readonly words: '' | `${string}.`;
  /** What its form may come to, by the codes of problems, and the tone in which it is told. */
  readonly outcomes: Readonly<Record<string, 'good' | 'bad'>>;
  readonly script: PageFileName;
  /** What stands in its form. */
  readonly form: (say: Say) => string;
  /** Where people go on to when all is done; null: nowhere. */
  readonly onward: { readonly href: string; readonly words: string } | null;
}

/** What every form may come to. */
const COMMON = { throttled: 'bad', busy: 'bad', failed: 'bad' } as const;

const words = loadWords(new URL('./words/', import.meta.url));

/** What all pages with a form have around it. Without scripts it says so, and has nothing to send. */
export function pageFrame({ locale, application, files, basePath }: PageView, page: Page): string {
  const translate = words(locale);
  const say: Say = (key) => escapeHtml(translate(key, { application: application.name }));
  const outcome = (name: string, tone: string, key: string): string =>
    `<p data-outcome="${name}" data-tone="${tone}" hidden>${say(key)}</p>`;
  const outcomes = [
    ...Object.entries(page.outcomes).map(([name, tone]) => outcome(name, tone, `${page.words}outcome.${name}`)),
    ...Object.entries(COMMON).map(([name, tone]) => outcome(name, tone, `outcome.${name}`)),
  ];
  const scripts = [files.form, files[page.script]].map(
    ({ href, integrity }) => `<script defer src="${href}" integrity="${integrity}"></script>`,
  );
  const onward =
    page.onward === null
      ? ''
      : `      <p id="onward" hidden><a href="${escapeHtml(page.onward.href)}" rel="noreferrer">${say(page.onward.words)}</a></p>\n`;
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${say(`${page.words}title`)}</title>
    <link rel="icon" type="image/svg+xml" href="${files.icon.href}" />
    <link rel="stylesheet" href="${files.style.href}" integrity="${files.style.integrity}" />
    ${scripts.join('\n    ')}
  </head>
  <body>
    <main>
      <p class="application">${escapeHtml(application.name)}</p>
      <h1>${say(`${page.words}heading`)}</h1>
      <p id="unscripted">${say(`${page.words}noscript`)}</p>
      <div id="outcome" role="status">${outcomes.join('')}</div>
      <p id="wait" role="timer" data-words="${escapeHtml(translate('wait', { time: '{time}' }))}" hidden></p>
      <form id="form" method="post" data-application="${escapeHtml(application.slug)}" data-base="${basePath}" hidden>
${page.form(say)}      </form>
${onward}    </main>
  </body>
</html>
`;
}
