import { type Locale, loadWords } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import { pageFrame, type ServedFiles } from './page-frame.js';

export interface ResetPageView {
  readonly locale: Locale;
  readonly application: { readonly slug: string; readonly name: string };
  /** Where people may go on to; one of the application's own targets, or null. */
  readonly redirect: string | null;
  readonly files: ServedFiles;
}

/** What a reset may come to, by the codes of its problems. */
const OUTCOMES = {
  sent: 'good',
  done: 'good',
  'code-expired': 'bad',
  'code-invalid': 'bad',
  'tries-exhausted': 'bad',
  'validation-failed': 'bad',
  throttled: 'bad',
  busy: 'bad',
  failed: 'bad',
} as const;

/** The words that say the same on the page for activation. */
const SHARED = new Set(['throttled', 'busy', 'failed']);

const words = loadWords(new URL('./words/', import.meta.url));

/** The page where people choose a new password: it sends a code, or takes the one that a link's fragment carries. */
export function resetPage({ locale, application, redirect, files }: ResetPageView): string {
  const translate = words(locale);
  const say = (key: string): string => escapeHtml(translate(key, { application: application.name }));
  const outcomes = Object.entries(OUTCOMES).map(
    ([name, tone]) => [name, tone, say(SHARED.has(name) ? `outcome.${name}` : `reset.outcome.${name}`)] as const,
  );
  const onward =
    redirect === null
      ? ''
      : `      <p id="onward" hidden><a href="${escapeHtml(redirect)}" rel="noreferrer">${say('onward')}</a></p>\n`;
  return pageFrame({
    locale,
    applicationName: application.name,
    title: say('reset.title'),
    heading: say('reset.heading'),
    unscripted: say('reset.noscript'),
    outcomes,
    files,
    script: 'reset',
    main: `      <form id="form" method="post" data-application="${escapeHtml(application.slug)}" hidden>
        <p id="fault" role="alert" data-tone="bad" hidden></p>
        <p id="intro">${say('reset.intro')}</p>
        <label for="email">${say('email')}</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="320" dir="ltr" required />
        <div id="code-field">
          <label for="code">${say('code')}</label>
          <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{4,10}" maxlength="10" dir="ltr" aria-describedby="code-hint" required />
          <p id="code-hint" class="hint">${say('codeHint')}</p>
        </div>
        <div id="password-field">
          <label for="password">${say('reset.password')}</label>
          <input id="password" name="password" type="password" autocomplete="new-password" maxlength="256" required />
        </div>
        <button id="ask" type="submit">${say('reset.ask')}</button>
        <button id="confirm" type="submit">${say('reset.submit')}</button>
        <button id="resend" class="quiet" type="button">${say('resend')}</button>
        <button id="have" class="quiet" type="button">${say('reset.have')}</button>
      </form>
${onward}`,
  });
}
