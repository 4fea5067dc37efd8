import { isProblem, type Schemas } from '@gatehouse/client';
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { PendingPerson } from './gatehouse-activation.js';
import { agreement, type Terms } from './shared/agreement.js';
import { FormElement, type ProfileField } from './shared/form.js';
import type { Key } from './shared/language.js';
import { newSignUpRulesOf, type SignUpRules, signUpRulesOf } from './shared/sign-up-rules.js';

type Values = Readonly<Record<string, string>>;

/** What may be asked beside address and password, with what browsers fill in. */
const FIELDS = {
  name: { autocomplete: 'given-name', type: 'text' },
  surname: { autocomplete: 'family-name', type: 'text' },
  phone: { autocomplete: 'tel', type: 'tel' },
  birthDate: { autocomplete: 'bday', type: 'date' },
  hobbies: { autocomplete: 'off', type: 'text' },
} as const satisfies Record<ProfileField, object>;

const isFieldName = (name: string): name is ProfileField => Object.hasOwn(FIELDS, name);

/** In the words of the attribute `fields`. */
const fieldsOf = (rules: SignUpRules | null | undefined): string =>
  Object.keys(FIELDS)
    .filter(isFieldName)
    .map((name) => ({ required: `${name}!`, optional: name, accepted: '', none: '' })[rules?.fields[name] ?? 'none'])
    .join(' ');

/** Sign-up, and the code that follows it, in one place. */
export class GatehouseSignUp extends FormElement {
  static override properties: PropertyDeclarations = {
    fields: {},
    email: {},
    passwordMin: { type: Number, attribute: 'password-min' },
    resendGap: { type: Number, attribute: 'resend-gap' },
    nextHref: { attribute: 'next-href' },
    redirect: {},
    signInHref: { attribute: 'sign-in-href' },
    termsVersion: { attribute: 'terms-version' },
    termsHref: { attribute: 'terms-href' },
    privacyHref: { attribute: 'privacy-href' },
    person: { state: true },
    rules: { state: true },
  };

  /** Names of more fields, in order; one with `!` is required: `name surname phone!`. Null: those that the application asks for. */
  fields: string | null = null;
  /** To begin with. */
  email: string | null = null;
  /** Characters that the application's policy asks for. Null: the service says it. */
  passwordMin: number | null = null;
  /** Seconds between two messages to one address. Null: the service says it. */
  resendGap: number | null = null;
  /** Where people go on to after activation. */
  nextHref: string | null = null;
  /** Where people go on to after a link in a mail: one of the application's redirect targets. */
  redirect: string | null = null;
  signInHref: string | null = null;
  /** The version of the terms that people must agree to. Null: the service says it. */
  termsVersion: string | null = null;
  termsHref: string | null = null;
  privacyHref: string | null = null;

  protected person: PendingPerson | null = null;
  /** Undefined until the service has answered, or does not. */
  protected rules: SignUpRules | null | undefined;
  #isAsking = false;
  #values: Values = {};
  #isActive = false;

  protected override get heading(): Key {
    if (this.#isActive) return 'activation.heading.done';
    return this.person ? 'activation.heading.code' : 'sign-up.heading';
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.fields !== null || this.#isAsking) return;
    this.#isAsking = true;
    void signUpRulesOf(this.gatehouse).then((rules) => {
      this.rules = rules;
    });
  }

  protected override content(): unknown {
    if (this.fields === null && this.rules === undefined)
      return html`<p class="gh-hint">${this.say('account.loading')}</p>`;
    return this.person ? this.#activation(this.person) : this.#signUp();
  }

  #signUp(): unknown {
    const { email } = this.#values;
    this.choice.least = this.passwordMin ?? this.rules?.passwordMinLength ?? 8;
    return html`<div class="gh-stack">
      ${this.notices()}
      ${this.form(
        (values) => this.#register(values),
        html`${this.emailField(email ?? this.email)} ${this.#asked.map(({ name, isRequired }) => this.#field(name, isRequired))}
          ${this.newPasswordField('password', 'password')} ${this.slotted('terms')} ${this.#agreement()}
          <div class="gh-actions">${this.submit('sign-up.submit')}</div>
          ${this.signInHref ? html`<p class="gh-row">${this.anchor(this.signInHref, 'sign-up.sign-in')}</p>` : nothing}`,
      )}
    </div>`;
  }

  #activation(person: PendingPerson): unknown {
    return html`<gatehouse-activation
      application=${this.application}
      base-url=${this.baseUrl}
      language=${this.language ?? nothing}
      session=${this.session}
      resend-gap=${this.resendGap ?? this.rules?.gapSeconds ?? 30}
      next-href=${this.nextHref ?? nothing}
      redirect=${this.redirect ?? nothing}
      .person=${person}
      @gatehouse-change-address=${() => this.#back()}
      @gatehouse-activated=${() => this.#activated()}
      @gatehouse-heading=${(event: Event) => event.stopPropagation()}
    ></gatehouse-activation>`;
  }

  get #asked(): readonly { readonly name: ProfileField; readonly isRequired: boolean }[] {
    const asked = this.fields ?? fieldsOf(this.rules);
    return asked.split(/[\s,]+/).flatMap((word) => {
      const name = word.replace(/!$/, '');
      return isFieldName(name) ? [{ name, isRequired: word.endsWith('!') }] : [];
    });
  }

  #field(name: ProfileField, isRequired: boolean): unknown {
    const { autocomplete, type } = FIELDS[name];
    return this.textField(name, this.#values[name] ?? null, autocomplete, type, isRequired);
  }

  /** What people must agree to; what the service says counts most, for it may have changed. */
  get #terms(): Terms | null {
    if (this.rules) return this.rules.terms;
    const { termsVersion: version, termsHref: termsUrl, privacyHref: privacyUrl } = this;
    return version === null ? null : { version, termsUrl, privacyUrl };
  }

  #agreement(): unknown {
    const terms = this.#terms;
    if (terms) {
      const name = 'acceptedTerms';
      const isChecked = this.#values[name] === terms.version;
      const fault = this.faultAt(name);
      return agreement({ id: this.idOf(name), name, terms, isChecked, fault, say: (key) => this.say(key) });
    }
    if (!this.termsHref && !this.privacyHref) return nothing;
    return html`<p class="gh-hint gh-row">${this.anchor(this.termsHref, 'terms')} ${this.anchor(this.privacyHref, 'privacy')}</p>`;
  }

  async #register(values: Values): Promise<void> {
    this.#values = values;
    const { email = '', password = '' } = values;
    await this.attempt(
      async () => {
        const { id, activation } = await this.#signedUp(values);
        this.untell();
        this.person = { id, email, password, activation };
        this.emit('gatehouse-signed-up', { id, email });
      },
      { fields: { 'email-taken': 'email' } },
    );
  }

  /** Other terms than those on the form are shown before it says so. */
  async #signedUp(values: Values) {
    try {
      return await this.gatehouse.signUp(this.#request(values));
    } catch (error) {
      if (isProblem(error) && error.errors.some(({ pointer }) => pointer === '/acceptedTerms')) {
        this.rules = await newSignUpRulesOf(this.gatehouse);
        await this.updateComplete;
      }
      throw error;
    }
  }

  #request({
    email = '',
    password = '',
    hobbies = '',
    acceptedTerms,
    ...rest
  }: Values): Schemas['RegisterUserRequest'] {
    const filled = Object.entries(rest).filter(([name, value]) => isFieldName(name) && value !== '');
    const list = hobbies.split(',').flatMap((hobby) => hobby.trim() || []);
    return {
      email,
      password,
      locale: this.#locale,
      ...Object.fromEntries(filled),
      ...(list.length > 0 && { hobbies: list }),
      ...(acceptedTerms && { acceptedTerms }),
      ...(this.redirect !== null && { redirect: this.redirect }),
    };
  }

  /** The browser's, with its region, where that is the language which the person reads here. */
  get #locale(): string {
    const { language } = navigator;
    return language.split('-')[0] === this.spoken ? language : this.spoken;
  }

  /** What was typed stays, but for the password. */
  #back(): void {
    this.person = null;
    this.untell();
    this.focusOn('email');
  }

  #activated(): void {
    this.#isActive = true;
    this.#values = {};
    this.requestUpdate();
  }
}
