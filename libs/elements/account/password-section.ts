import { html, type PropertyDeclarations } from 'lit';
import { AccountSection, type Profile } from './section.js';

const REFUSED = { fields: { 'password-wrong': 'currentPassword' } } as const;

export class PasswordSection extends AccountSection {
  static override properties: PropertyDeclarations = {
    passwordMin: { type: Number, attribute: 'password-min' },
  };

  passwordMin = 8;
  protected override readonly headline = 'account.password';

  protected override personal(): readonly string[] {
    const { email = '', name, surname } = this.profile ?? {};
    return [email, name ?? '', surname ?? ''];
  }

  protected override body({ email }: Profile): unknown {
    if (this.step === null) return this.opener('account.password.change', 'currentPassword');
    this.choice.least = this.passwordMin;
    return this.form(
      (values) => this.#change(values),
      html`<input class="gh-hidden" type="text" name="username" autocomplete="username" .value=${email} tabindex="-1" aria-hidden="true" readonly />
        ${this.passwordField('currentPassword', 'account.password.current')}
        ${this.newPasswordField('newPassword', 'account.password.new')}
        <div class="gh-buttons">${this.submit('account.password.submit')} ${this.cancel()}</div>`,
    );
  }

  async #change({ currentPassword = '', newPassword = '' }: Readonly<Record<string, string>>): Promise<void> {
    await this.attempt(async () => {
      await this.gatehouse.account.changePassword({ currentPassword, newPassword });
      void this.close();
      this.tell('changed', 'account.password.done');
    }, REFUSED);
  }
}
