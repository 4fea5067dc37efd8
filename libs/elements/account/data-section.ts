import { html } from 'lit';
import { AccountSection, type Profile } from './section.js';

const REFUSED = {
  fields: { 'credentials-invalid': 'password' },
  words: { 'credentials-invalid': 'refused.password-wrong' },
} as const;

/** All that is held about the person, to take away, and its erasure. */
export class DataSection extends AccountSection {
  protected override readonly headline = 'account.data';

  protected override body({ email }: Profile): unknown {
    if (this.step === 'change') return this.#erasure(email);
    return html`<p>${this.say('account.data.intro')}</p>
      <div class="gh-buttons">
        ${this.quiet('account.data.export', () => void this.#export())} ${this.opener('account.erase', 'password')}
      </div>`;
  }

  #erasure(email: string): unknown {
    return this.form(
      ({ password = '' }) => this.#erase(email, password),
      html`<p>${this.say('account.erase.intro')}</p>
        ${this.passwordField()}
        <div class="gh-buttons">
          <button class="gh-button" part="button submit" type="submit" data-danger aria-disabled=${this.isBusy}>${this.say('account.erase.submit')}</button>
          ${this.cancel()}
        </div>`,
    );
  }

  async #export(): Promise<void> {
    await this.attempt(async () => {
      const everything = await this.gatehouse.account.export();
      save('gatehouse.json', JSON.stringify(everything, null, 2));
      this.tell('exported', 'account.data.exported');
    });
  }

  async #erase(email: string, password: string): Promise<void> {
    await this.attempt(async () => {
      await this.gatehouse.account.erase({ email, password });
      this.emit('gatehouse-erased');
    }, REFUSED);
  }
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
