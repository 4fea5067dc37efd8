import type { Locale } from '@gatehouse/platform/i18n';
import { type DocumentView, documentFrame, saying, wordsIn } from './document-frame.js';
import { SERVICE } from './home-page.js';
import { escapeHtml } from './html.js';

/** A kind of problem, with a title in the language of the page. */
export interface ToldProblem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** Those that may answer it; null: any request may. */
  readonly operations: readonly { readonly method: string; readonly path: string; readonly summary: string }[] | null;
}

/** What a problem means and what a client does about it, as plain text. */
export function problemWordsIn(locale: Locale, { code }: Pick<ToldProblem, 'code'>) {
  const say = wordsIn(locale);
  const advice = `problems.advice.${code}`;
  return { means: say(`${advice}.means`), does: say(`${advice}.does`) };
}

/** The page where a problem's `type` leads. */
export function problemPage(view: DocumentView, problem: ToldProblem): string {
  const say = saying(view.locale);
  const advice = `problems.advice.${problem.code}`;
  const title = escapeHtml(problem.title);
  const operations = problem.operations?.map(
    ({ method, path, summary }) =>
      `        <li><code dir="ltr">${method.toUpperCase()} ${escapeHtml(path)}</code> <span lang="en" dir="ltr">${escapeHtml(summary)}</span></li>\n`,
  );
  return documentFrame(view, {
    title,
    body: `      <p class="application"><a href="${view.basePath}/problems">${say('problems.all')}</a></p>
      <h1>${title}</h1>
      <dl>
        <dt>${say('problems.code')}</dt>
        <dd><code dir="ltr">${problem.code}</code></dd>
        <dt>${say('problems.status')}</dt>
        <dd>${problem.status}</dd>
      </dl>
      <h2>${say('problems.means')}</h2>
      <p>${say(`${advice}.means`)}</p>
      <h2>${say('problems.does')}</h2>
      <p>${say(`${advice}.does`)}</p>
      <h2>${say('problems.where')}</h2>
${operations ? `      <ul class="operations">\n${operations.join('')}      </ul>\n` : `      <p>${say('problems.anywhere')}</p>\n`}`,
  });
}

/** The page that leads to all of them. */
export function problemsPage(view: DocumentView, problems: readonly ToldProblem[]): string {
  const say = saying(view.locale);
  const entries = problems.map(
    ({ code, status, title }) =>
      `        <li><a href="${view.basePath}/problems/${code}"><code dir="ltr">${code}</code></a> <span class="hint">${status}</span><br />${escapeHtml(title)}</li>\n`,
  );
  return documentFrame(view, {
    title: say('problems.title'),
    body: `      <p class="application"><a href="${view.basePath}/">${SERVICE}</a></p>
      <h1>${say('problems.title')}</h1>
      <p>${say('problems.intro')}</p>
      <ul class="places">
${entries.join('')}      </ul>
`,
  });
}
