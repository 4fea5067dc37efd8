import { html } from 'lit';
import { AccountSection, type Profile } from './section.js';

const REFUSED = {
  fields: {
    'password-wrong': 'currentPassword',
    'email-taken': 'newEmail',
    'email-unchanged': 'newEmail',
    'code-invalid': 'code',
  },
} as const;

/** The address counts once a code from its mailbox was typed; the former mailbox gets a link that undoes it. */
export class EmailSection extends AccountSection {
  protected override readonly headline = 'account.email';
  #newEmail = '';

  protected override body({ email, emailVerified }: Profile): unknown {
    if (this.step === 'prove') {
      return html`<p>${this.say('account.email.sent', { email: this.#newEmail })}</p>
        ${this.codeForm('email', (code) => this.#verify(code))}`;
    }
    if (this.step === 'change') return this.#change();
    return html`<p><span dir="ltr">${email}</span><br /><span class="gh-state" data-tone=${emailVerified ? 'good' : 'bad'}>${this.say(emailVerified ? 'account.verified' : 'account.unverified')}</span></p>
      ${this.opener('account.email.change', 'newEmail')}`;
  }

  #change(): unknown {
    return this.form(
      (values) => this.#request(values),
      html`<p>${this.say('account.email.intro')}</p>
        ${this.emailField(this.#newEmail, 'newEmail', 'account.email.new', 'email')}
        ${this.passwordField('currentPassword', 'account.password.current')}
        <div class="gh-buttons">${this.submit('account.email.submit')} ${this.cancel()}</div>`,
    );
  }

  async #request({ newEmail = '', currentPassword = '' }: Readonly<Record<string, string>>): Promise<void> {
    this.#newEmail = newEmail;
    await this.attempt(async () => {
      const changed = await this.gatehouse.account.requestEmailChange({ newEmail, currentPassword });
      if (changed) this.#done(changed);
      else this.askForCode();
    }, REFUSED);
  }

  async #verify(code: string): Promise<void> {
    const refused = await this.attempt(async () => this.#done(await this.gatehouse.account.verifyEmail(code)), REFUSED);
    if (refused === 'tries-exhausted' || refused === 'code-expired') this.step = 'change';
  }

  #done(profile: Profile): void {
    void this.close();
    this.know(profile);
    this.tell('changed', 'account.email.done');
  }
}
