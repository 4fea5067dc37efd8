import { directionOf, type Locale, loadWords } from '@gatehouse/platform/i18n';
import type { LinkedFile } from './hosted-page.js';
import { escapeHtml } from './html.js';
import { lookFooter, lookHead, type PageLook } from './look.js';

export interface DocumentView {
  readonly locale: Locale;
  /** What stands before the paths of this service when it is reached from outside: `/auth`, or nothing. */
  readonly basePath: string;
  readonly files: { readonly icon: LinkedFile; readonly style: LinkedFile };
  /** That of an application, where the page is one's. */
  readonly look?: PageLook;
}

const SERVICES_OWN: PageLook = {
  colorScheme: 'auto',
  sheetHref: null,
  logo: null,
  termsUrl: null,
  privacyUrl: null,
  supportEmail: null,
};

const words = loadWords(new URL('./words/', import.meta.url));

/** Says something in the page's language, as HTML: what stands between backticks is code. */
export const saying =
  (locale: Locale) =>
  (key: string): string =>
    escapeHtml(words(locale)(key)).replace(/`([^`]+)`/g, '<code dir="ltr">$1</code>');

/** The same as plain text. */
export const wordsIn =
  (locale: Locale) =>
  (key: string): string =>
    words(locale)(key);

/** What all pages have around them that are read, and have nothing to fill in. */
export const documentFrame = (
  { locale, files, look = SERVICES_OWN }: DocumentView,
  { title, body }: { readonly title: string; readonly body: string },
): string => `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <link rel="icon" type="image/svg+xml" href="${files.icon.href}" />
    <link rel="stylesheet" href="${files.style.href}" integrity="${files.style.integrity}" />
    ${lookHead(look)}
  </head>
  <body>
    <main class="document">
${body}    </main>
${lookFooter(look, saying(locale))}  </body>
</html>
`;
