import { directionOf, type Locale } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import type { PageFileName } from './page-files.js';

/** Where the pages' files are served. */
export type ServedFiles = Readonly<Record<PageFileName, { readonly path: string; readonly integrity: string }>>;

export interface FrameView {
  readonly locale: Locale;
  readonly applicationName: string;
  /** HTML already, as all that follows. */
  readonly title: string;
  readonly heading: string;
  readonly unscripted: string;
  /** What the form may come to, by name, with the tone in which it is told and the words for it. */
  readonly outcomes: readonly (readonly [name: string, tone: 'good' | 'bad', words: string])[];
  readonly main: string;
  readonly files: ServedFiles;
  readonly script: PageFileName;
}

/** What all pages with a form have around it. Without scripts it says so, and has nothing to send. */
export function pageFrame(view: FrameView): string {
  const { locale, files, script } = view;
  const scripts = [files.form, files[script]].map(
    ({ path, integrity }) => `<script defer src="${path}" integrity="${integrity}"></script>`,
  );
  const outcomes = view.outcomes.map(
    ([name, tone, words]) => `<p data-outcome="${name}" data-tone="${tone}" hidden>${words}</p>`,
  );
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${view.title}</title>
    <link rel="icon" type="image/svg+xml" href="${files.icon.path}" />
    <link rel="stylesheet" href="${files.style.path}" integrity="${files.style.integrity}" />
    ${scripts.join('\n    ')}
  </head>
  <body>
    <main>
      <p class="application">${escapeHtml(view.applicationName)}</p>
      <h1>${view.heading}</h1>
      <p id="unscripted">${view.unscripted}</p>
      <div id="outcome" role="status">${outcomes.join('')}</div>
${view.main}    </main>
  </body>
</html>
`;
}
