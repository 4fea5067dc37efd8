import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { codeField } from './shared/code/code-field.js';
import { Countdown } from './shared/code/countdown.js';
import { takeFragment } from './shared/code/take-fragment.js';
import { FormElement } from './shared/form.js';
import { clockTime, type Key } from './shared/language.js';

const REFUSED = {
  fields: { 'code-invalid': 'code' },
  words: { 'code-invalid': 'reset.code-invalid', 'tries-exhausted': 'reset.tries-exhausted' },
} as const;

/** A new password, for anyone who reads the account's mail. */
export class GatehouseReset extends FormElement {
  static override properties: PropertyDeclarations = {
    email: {},
    link: { type: Boolean },
    nextHref: { attribute: 'next-href' },
    redirect: {},
    codeLength: { type: Number, attribute: 'code-length' },
    passwordMin: { type: Number, attribute: 'password-min' },
    resendGap: { type: Number, attribute: 'resend-gap' },
  };

  /** To begin with. */
  email: string | null = null;
  /** Whether this page is where links in mails lead: the code is then taken out of the address. */
  link = false;
  /** Where people go on to. */
  nextHref: string | null = null;
  /** Where people go on to after a link in a mail: one of the application's redirect targets. */
  redirect: string | null = null;
  /** Digits. */
  codeLength: number | null = null;
  /** Characters that the application's policy asks for. */
  passwordMin = 8;
  /** Seconds between two messages to one address. */
  resendGap = 30;

  #step: 'ask' | 'choose' | 'done' = 'ask';
  #carriesCode = false;
  #code = '';
  readonly #gap = new Countdown(this);
  readonly #takeLink = () => this.#carried();

  protected override get heading(): Key {
    return this.#step === 'done' ? 'reset.heading.done' : 'reset.heading';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.link) return;
    addEventListener('hashchange', this.#takeLink);
    this.#carried();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#takeLink);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.choice.least = this.passwordMin;
  }

  protected override content(): unknown {
    const views = { ask: () => this.#ask(), choose: () => this.#choose(), done: () => this.#done() };
    return html`<div class="gh-stack">${this.notices()} ${views[this.#step]()}</div>`;
  }

  #ask(): unknown {
    return this.form(
      ({ email = '' }) => this.#send(email),
      html`<p>${this.say('reset.intro')}</p>
        ${this.emailField(this.email)}
        <div class="gh-actions">
          ${this.submit('reset.ask')} ${this.quiet('reset.have', () => this.#have())}
        </div>`,
    );
  }

  #choose(): unknown {
    return this.form(
      (values) => this.#reset(values),
      html`${this.emailField(this.email)} ${this.#carriesCode ? nothing : this.#codeField()}
        ${this.newPasswordField('newPassword', 'reset.password')}
        <div class="gh-actions">
          ${this.submit('reset.submit')} ${this.#carriesCode ? nothing : this.#another()}
        </div>`,
    );
  }

  #done(): unknown {
    return this.onward(this.nextHref);
  }

  #codeField(): unknown {
    return codeField({
      id: this.idOf('code'),
      name: 'code',
      label: this.say('code'),
      hint: this.say('code.hint.email'),
      fault: this.faultAt('code'),
      length: this.codeLength,
      typed: this.#code,
      type: (text) => {
        this.#code = text;
        this.requestUpdate();
      },
      whole: () => this.focusOn('newPassword'),
    });
  }

  #another(): unknown {
    const { left } = this.#gap;
    if (left > 0) return this.quiet('activation.another.email.wait', () => undefined, true, { time: clockTime(left) });
    const again = () => {
      const email = this.inputOf('email')?.value.trim() ?? '';
      void (email ? this.#send(email) : this.fault({ email: this.say('missing.email') }));
    };
    return this.quiet('activation.another.email', again);
  }

  async #send(email: string): Promise<void> {
    this.email = email;
    const refused = await this.attempt(() => this.gatehouse.requestPasswordReset(email, { redirect: this.redirect }));
    if (refused === 'throttled' && this.#step === 'choose') {
      this.#gap.start(this.wait.left * 1_000);
      this.wait.stop();
    }
    if (refused !== null) return;
    this.#gap.start(this.resendGap * 1_000);
    this.tell('sent', 'reset.sent');
    this.#askForCode();
  }

  async #reset({ email = '', newPassword = '' }: Readonly<Record<string, string>>): Promise<void> {
    this.email = email;
    const code = this.#code.trim();
    const refused = await this.attempt(async () => {
      await this.gatehouse.resetPassword({ email, code, newPassword });
      this.#go('done');
      this.tell('done', 'reset.done');
      this.emit('gatehouse-reset', { email });
    }, REFUSED);
    if (refused !== null && /^(code-|tries-)/.test(refused)) this.#askForCode();
  }

  /** The focus goes to what is missing first. */
  #have(): void {
    this.#go('choose');
    this.focusOn(this.email ? 'code' : 'email');
  }

  /** Another code has to be typed, or the same one again. */
  #askForCode(): void {
    this.#carriesCode = false;
    this.#code = '';
    this.#go('choose');
    this.focusOn('code');
  }

  #go(step: 'ask' | 'choose' | 'done'): void {
    if (this.#step === 'ask') this.email = this.inputOf('email')?.value.trim() || this.email;
    this.#step = step;
    this.requestUpdate();
  }

  #carried(): void {
    const digits = takeFragment().get('code') ?? '';
    this.#carriesCode = /^[0-9]{4,10}$/.test(digits);
    this.#code = this.#carriesCode ? digits : '';
    this.#step = this.#carriesCode ? 'choose' : 'ask';
    this.untell();
    this.requestUpdate();
  }
}
