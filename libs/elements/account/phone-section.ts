import { html, nothing } from 'lit';
import { codeFromSms } from '../shared/code/web-otp.js';
import { AccountSection, type Profile } from './section.js';

const REFUSED = {
  fields: { 'phone-country-refused': 'phone', 'phone-type-refused': 'phone', 'code-invalid': 'code' },
  words: { 'tries-exhausted': 'refused.phone-tries-exhausted' },
} as const;

export class PhoneSection extends AccountSection {
  protected override readonly headline = 'account.phone';
  #phone = '';
  #listening: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
  }

  protected override body({ phone, phoneVerified }: Profile): unknown {
    if (this.step === 'prove') {
      return html`<p>${this.say('account.phone.sent', { phone: this.#phone })}</p>
        ${this.codeForm('phone', (code) => this.#verify(code))}`;
    }
    if (this.step === 'change') return this.#change(phone);
    const state = phone
      ? html`<p><span dir="ltr">${phone}</span><br /><span class="gh-state" data-tone=${phoneVerified ? 'good' : 'bad'}>${this.say(phoneVerified ? 'account.verified' : 'account.unverified')}</span></p>`
      : html`<p class="gh-hint">${this.say('account.phone.none')}</p>`;
    return html`${state} ${this.opener(phone ? 'account.phone.change' : 'account.phone.add', 'phone')}`;
  }

  #change(phone: string | null): unknown {
    return this.form(
      ({ phone: typed = '' }) => this.#send(typed),
      html`${this.textField('phone', this.#phone || phone, 'tel', 'tel', true)}
        <div class="gh-buttons">
          ${this.submit('account.phone.submit')} ${phone ? this.quiet('account.phone.remove', () => void this.#remove()) : nothing}
          ${this.cancel()}
        </div>`,
    );
  }

  async #send(phone: string): Promise<void> {
    this.#phone = phone;
    await this.attempt(async () => {
      await this.gatehouse.account.sendPhoneCode(phone);
      this.askForCode();
      this.#listen();
    }, REFUSED);
  }

  async #verify(code: string): Promise<void> {
    const refused = await this.attempt(async () => {
      this.know(await this.gatehouse.account.verifyPhone(code));
      void this.close();
      this.#listening?.abort();
      this.tell('changed', 'account.phone.done');
    }, REFUSED);
    if (refused === 'tries-exhausted' || refused === 'code-expired') this.step = 'change';
  }

  async #remove(): Promise<void> {
    await this.attempt(async () => {
      this.know(await this.gatehouse.account.change({ phone: null }));
      void this.close();
      this.tell('removed', 'account.phone.removed');
    });
  }

  #listen(): void {
    this.#listening?.abort();
    this.#listening = new AbortController();
    void codeFromSms(this.#listening.signal).then((code) => {
      if (code !== null && this.step === 'prove') void this.#verify(code);
    });
  }
}
