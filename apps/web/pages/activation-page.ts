import { type PageView, pageFrame } from './page-frame.js';
import { TYPED_CODE } from './typed-code.js';

export interface ActivationPageView extends PageView {
  /** Where people may go on to; one of the application's own targets, or null. */
  readonly redirect: string | null;
}

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
} as const;

/** The page that a link in a mail opens: it reads the link's fragment and asks for the password. It does nothing by itself. */
export const activationPage = ({ redirect, ...view }: ActivationPageView): string =>
  pageFrame(view, {
    words: '',
    outcomes: OUTCOMES,
    script: 'activation',
    onward: redirect === null ? null : { href: redirect, words: 'onward' },
    form: (say) => `        <div id="credentials">
          <p>${say('intro')}</p>
          <label for="email">${say('email')}</label>
          <input id="email" name="email" type="email" autocomplete="username" maxlength="320" dir="ltr" required />
          <label for="password">${say('password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required />
        </div>
        <div id="code-field">
          <label for="code">${say('code')}</label>
          <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="${TYPED_CODE}" maxlength="64" dir="ltr" aria-describedby="code-hint" required />
          <p id="code-hint" class="hint"><span data-step="email">${say('codeHint')}</span><span data-step="phone" hidden>${say('phoneHint')}</span></p>
        </div>
        <button id="submit" type="submit">${say('submit')}</button>
        <button id="resend" class="quiet" type="button" hidden><span data-step="email">${say('resend')}</span><span data-step="phone" hidden>${say('textAgain')}</span></button>
`,
  });
