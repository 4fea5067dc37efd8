import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { DataSection } from './account/data-section.js';
import { EmailSection } from './account/email-section.js';
import { PasswordSection } from './account/password-section.js';
import { PhoneSection } from './account/phone-section.js';
import { ProfileSection } from './account/profile-section.js';
import type { Profile } from './account/section.js';
import { SessionsSection } from './account/sessions-section.js';
import { GatehouseElement } from './shared/gatehouse-element.js';
import type { Key } from './shared/language.js';

const SECTIONS = {
  'gatehouse-account-profile': ProfileSection,
  'gatehouse-account-email': EmailSection,
  'gatehouse-account-password': PasswordSection,
  'gatehouse-account-phone': PhoneSection,
  'gatehouse-account-sessions': SessionsSection,
  'gatehouse-account-data': DataSection,
};
for (const [name, section] of Object.entries(SECTIONS)) {
  if (!customElements.get(name)) customElements.define(name, section);
}

/** Everything that people can see and change of their account; the sign-in where nobody is signed in. */
export class GatehouseAccount extends GatehouseElement {
  static override properties: PropertyDeclarations = {
    fields: {},
    noPhone: { type: Boolean, attribute: 'no-phone' },
    passwordMin: { type: Number, attribute: 'password-min' },
    signUpHref: { attribute: 'sign-up-href' },
    resetHref: { attribute: 'reset-href' },
    resendGap: { type: Number, attribute: 'resend-gap' },
    step: { state: true },
    profile: { state: true },
  };

  /** Names of the profile's fields that are shown, in order. */
  fields = 'name surname';
  /** Whether the application does without phones. */
  noPhone = false;
  /** Characters that the application's policy asks for in a password. */
  passwordMin = 8;
  signUpHref: string | null = null;
  resetHref: string | null = null;
  resendGap = 30;

  protected step: 'loading' | 'signed-out' | 'signed-in' | 'erased' | 'failed' = 'loading';
  protected profile: Profile | null = null;
  #hasStarted = false;

  protected override get heading(): Key {
    if (this.step === 'signed-out') return 'sign-in.heading';
    return this.step === 'erased' ? 'account.heading.erased' : 'account.heading';
  }

  /** Around one place for outcomes, which stays from step to step, so that they are read out. */
  protected override content(): unknown {
    return html`<div class="gh-stack">${this.notices()} ${this.#view()}</div>`;
  }

  #view(): unknown {
    switch (this.step) {
      case 'loading':
        return html`<p class="gh-hint">${this.say('account.loading')}</p>`;
      case 'signed-in':
        return this.#sections();
      case 'signed-out':
        return this.#signIn();
      case 'failed':
        return html`<button class="gh-button" part="button" type="button" @click=${() => void this.#load()}>${this.say('account.again')}</button>`;
      default:
        return nothing;
    }
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.words || this.#hasStarted) return;
    this.#hasStarted = true;
    void this.#load();
  }

  #sections(): unknown {
    const { profile } = this;
    return html`<div
      @gatehouse-heading=${(event: Event) => event.stopPropagation()}
      @gatehouse-profile=${(event: CustomEvent<{ profile: Profile }>) => {
        this.profile = event.detail.profile;
      }}
      @gatehouse-session-ended=${() => this.#leave()}
      @gatehouse-erased=${() => this.#erased()}
    >
      <div class="gh-who">
        <p dir="ltr">${profile?.email}</p>
        <button class="gh-quiet gh-narrow" part="button quiet" type="button" @click=${() => void this.#signOut()}>${this.say('account.sign-out')}</button>
      </div>
      <gatehouse-account-profile .profile=${profile} fields=${this.fields}></gatehouse-account-profile>
      <gatehouse-account-email .profile=${profile}></gatehouse-account-email>
      ${this.noPhone ? nothing : html`<gatehouse-account-phone .profile=${profile}></gatehouse-account-phone>`}
      <gatehouse-account-password .profile=${profile} password-min=${this.passwordMin}></gatehouse-account-password>
      <gatehouse-account-sessions .profile=${profile}></gatehouse-account-sessions>
      <gatehouse-account-data .profile=${profile}></gatehouse-account-data>
    </div>`;
  }

  #signIn(): unknown {
    return html`<gatehouse-sign-in
      application=${this.application}
      base-url=${this.baseUrl}
      language=${this.language ?? nothing}
      session=${this.session}
      sign-up-href=${this.signUpHref ?? nothing}
      reset-href=${this.resetHref ?? nothing}
      resend-gap=${this.resendGap}
      @gatehouse-heading=${(event: Event) => event.stopPropagation()}
      @gatehouse-signed-in=${(event: CustomEvent<{ user: Profile }>) => this.#enter(event.detail.user)}
    ></gatehouse-sign-in>`;
  }

  async #load(): Promise<void> {
    this.step = 'loading';
    const refused = await this.attempt(async () => this.#enter(await this.gatehouse.account.profile()));
    if (refused === null || refused === 'busy') return;
    const isSignedOut = refused === 'signed-out' || refused === 'token-invalid';
    // Nobody has been refused anything: there is just nobody signed in yet.
    if (isSignedOut) this.untell();
    this.step = isSignedOut ? 'signed-out' : 'failed';
  }

  #enter(profile: Profile): void {
    this.profile = profile;
    this.step = 'signed-in';
    this.untell();
  }

  /** The session has ended elsewhere. */
  #leave(): void {
    this.profile = null;
    this.step = 'signed-out';
    this.tellFault('signed-out', 'refused.signed-out');
  }

  async #signOut(): Promise<void> {
    await this.attempt(async () => {
      await this.gatehouse.signOut();
      this.profile = null;
      this.step = 'signed-out';
      this.tell('signed-out', 'account.signed-out');
      this.emit('gatehouse-signed-out');
    });
  }

  #erased(): void {
    this.profile = null;
    this.step = 'erased';
    this.tell('erased', 'account.erased');
  }
}
