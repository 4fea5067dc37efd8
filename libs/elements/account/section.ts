import type { Schemas } from '@gatehouse/client';
import { html, nothing, type PropertyDeclarations } from 'lit';
import { codeField } from '../shared/code/code-field.js';
import { FormElement } from '../shared/form.js';
import type { Refused } from '../shared/gatehouse-element.js';
import type { Key } from '../shared/language.js';

export type Profile = Schemas['Profile'];

/** A part of the account, with what may be changed there. */
export abstract class AccountSection extends FormElement {
  static override properties: PropertyDeclarations = {
    profile: { attribute: false },
    step: { state: true },
    code: { state: true },
  };

  profile: Profile | null = null;
  /** What is being done here; null: nothing, it is shown as it is. */
  protected step: 'change' | 'prove' | null = null;
  protected code = '';

  protected abstract readonly headline: Key;
  protected abstract body(profile: Profile): unknown;

  /** Everything about the service is as the account around it has it. */
  override connectedCallback(): void {
    const account = this.closest('gatehouse-account');
    if (account) {
      const { application, baseUrl, language, session } = account;
      Object.assign(this, { application, baseUrl, language, session });
    }
    super.connectedCallback();
  }

  protected override get heading(): Key {
    return this.headline;
  }

  protected override content(): unknown {
    if (!this.profile) return nothing;
    return html`<section class="gh-section" part="section" aria-labelledby=${this.idOf('title')}>
      <div class="gh-stack">
        <h2 id=${this.idOf('title')} tabindex="-1">${this.say(this.headline)}</h2>
        ${this.notices()} ${this.body(this.profile)}
      </div>
    </section>`;
  }

  protected override async attempt(work: () => Promise<void>, refused?: Refused): Promise<string | null> {
    const name = await super.attempt(work, refused);
    if (name === 'signed-out' || name === 'token-invalid') this.emit('gatehouse-session-ended');
    return name;
  }

  protected know(profile: Profile): void {
    this.profile = profile;
    this.emit('gatehouse-profile', { profile });
  }

  /** A button that opens a form here. */
  protected opener(key: Key, field: string): unknown {
    const open = () => {
      this.untell();
      this.step = 'change';
      this.focusOn(field);
    };
    return html`<button class="gh-quiet gh-narrow" part="button quiet" type="button" @click=${open}>${this.say(key)}</button>`;
  }

  protected cancel(): unknown {
    const cancel = () => {
      this.untell();
      void this.close();
    };
    return this.quiet('account.cancel', cancel);
  }

  /** Shows the part as it is again. The focus goes back to what opened the form, or it would be lost with it. */
  protected async close(): Promise<void> {
    this.step = null;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.gh-narrow')?.focus();
  }

  /** The form for a code of six digits by default; with the last one it is sent. */
  protected codeForm(channel: 'email' | 'phone', prove: (code: string) => Promise<void>): unknown {
    return this.form(
      () => prove(this.code.trim()),
      html`${codeField({
        id: this.idOf('code'),
        name: 'code',
        label: this.say('code'),
        hint: this.say(`code.hint.${channel}`),
        fault: this.faultAt('code'),
        length: null,
        typed: this.code,
        type: (text) => {
          this.code = text;
        },
        whole: (form) => form?.requestSubmit(),
      })}
        <div class="gh-buttons">${this.submit('account.confirm')} ${this.cancel()}</div>`,
    );
  }

  protected askForCode(): void {
    this.step = 'prove';
    this.code = '';
    this.focusOn('code');
  }
}
