import { directionOf, type Locale, loadWords } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import type { PageFileName } from './page-files.js';

export interface ActivationPageView {
  readonly locale: Locale;
  readonly application: { readonly slug: string; readonly name: string };
  /** Where people may go on to; one of the application's own targets, or null. */
  readonly redirect: string | null;
  /** Where the page's files are served. */
  readonly files: Readonly<Record<PageFileName, { readonly path: string; readonly integrity: string }>>;
}

/** What an activation may come to, by the codes of its problems, and the tone in which it is told. */
const OUTCOMES = {
  activated: 'good',
  'already-active': 'good',
  'phone-next': 'good',
  'email-next': 'good',
  resent: 'good',
  texted: 'good',
  'code-expired': 'bad',
  'code-invalid': 'bad',
  'tries-exhausted': 'bad',
  'phone-tries-exhausted': 'bad',
  'credentials-invalid': 'bad',
  'account-suspended': 'bad',
  throttled: 'bad',
  busy: 'bad',
  failed: 'bad',
} as const;

const words = loadWords(new URL('./words/', import.meta.url));

/** The page that a link in a mail opens: it reads the link's fragment and asks for the password. It does nothing by itself. */
export function activationPage({ locale, application, redirect, files }: ActivationPageView): string {
  const translate = words(locale);
  const say = (key: string): string => escapeHtml(translate(key, { application: application.name }));
  const outcomes = Object.entries(OUTCOMES).map(
    ([outcome, tone]) => `<p data-outcome="${outcome}" data-tone="${tone}" hidden>${say(`outcome.${outcome}`)}</p>`,
  );
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${say('title')}</title>
    <link rel="icon" type="image/svg+xml" href="${files.icon.path}" />
    <link rel="stylesheet" href="${files.style.path}" integrity="${files.style.integrity}" />
    <script defer src="${files.activation.path}" integrity="${files.activation.integrity}"></script>
  </head>
  <body>
    <main>
      <p class="application">${escapeHtml(application.name)}</p>
      <h1>${say('heading')}</h1>
      <p id="unscripted">${say('noscript')}</p>
      <div id="outcome" role="status">${outcomes.join('')}</div>
      <form id="activation" method="post" data-application="${escapeHtml(application.slug)}" hidden>
        <div id="credentials">
          <p>${say('intro')}</p>
          <label for="email">${say('email')}</label>
          <input id="email" name="email" type="email" autocomplete="username" maxlength="320" dir="ltr" required />
          <label for="password">${say('password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required />
        </div>
        <div id="code-field">
          <label for="code">${say('code')}</label>
          <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{4,10}" maxlength="10" dir="ltr" aria-describedby="code-hint" required />
          <p id="code-hint" class="hint"><span data-step="email">${say('codeHint')}</span><span data-step="phone" hidden>${say('phoneHint')}</span></p>
        </div>
        <button id="submit" type="submit">${say('submit')}</button>
        <button id="resend" class="quiet" type="button" hidden><span data-step="email">${say('resend')}</span><span data-step="phone" hidden>${say('textAgain')}</span></button>
      </form>
${redirect === null ? '' : `      <p id="onward" hidden><a href="${escapeHtml(redirect)}" rel="noreferrer">${say('onward')}</a></p>\n`}    </main>
  </body>
</html>
`;
}
