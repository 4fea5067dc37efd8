import { type PageView, pageFrame } from './page-frame.js';
import { TYPED_CODE } from './typed-code.js';

export interface ResetPageView extends PageView {
  /** Where people may go on to; one of the application's own targets, or null. */
  readonly redirect: string | null;
}

/** What a reset may come to, by the codes of its problems. */
const OUTCOMES = {
  sent: 'good',
  done: 'good',
  'code-expired': 'bad',
  'code-invalid': 'bad',
  'tries-exhausted': 'bad',
  'validation-failed': 'bad',
} as const;

/** The page where people choose a new password: it sends a code, or takes the one that a link's fragment carries. */
export const resetPage = ({ redirect, ...view }: ResetPageView): string =>
  pageFrame(view, {
    words: 'reset.',
    outcomes: OUTCOMES,
    script: 'reset',
    onward: redirect === null ? null : { href: redirect, words: 'onward' },
    form: (say) => `        <p id="fault" role="alert" data-tone="bad" hidden></p>
        <p id="intro">${say('reset.intro')}</p>
        <label for="email">${say('email')}</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="320" dir="ltr" required />
        <div id="code-field">
          <label for="code">${say('code')}</label>
          <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="${TYPED_CODE}" maxlength="64" dir="ltr" aria-describedby="code-hint" required />
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
`,
  });
