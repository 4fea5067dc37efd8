import { html, nothing, type PropertyDeclarations } from 'lit';
import type { PendingPerson } from './gatehouse-activation.js';
import { FormElement, isWebAddress } from './shared/form.js';
import type { Key } from './shared/language.js';

const REFUSED = { fields: { 'credentials-invalid': 'password' } } as const;

/** Sign-in; anyone who has not activated the account yet does that first. */
export class GatehouseSignIn extends FormElement {
  static override properties: PropertyDeclarations = {
    email: {},
    nextHref: { attribute: 'next-href' },
    redirect: {},
    signUpHref: { attribute: 'sign-up-href' },
    resetHref: { attribute: 'reset-href' },
    resendGap: { type: Number, attribute: 'resend-gap' },
    person: { state: true },
  };

  /** To begin with. */
  email: string | null = null;
  /** Where people go on to: at once. Without it the page hears `gatehouse-signed-in`. */
  nextHref: string | null = null;
  /** Where people go on to after a link in a mail: one of the application's redirect targets. */
  redirect: string | null = null;
  signUpHref: string | null = null;
  resetHref: string | null = null;
  /** Seconds between two messages to one address. */
  resendGap = 30;

  protected person: PendingPerson | null = null;
  #isDone = false;

  protected override get heading(): Key {
    return this.person ? 'activation.heading' : 'sign-in.heading';
  }

  protected override content(): unknown {
    if (this.person) return this.#activation(this.person);
    return html`<div class="gh-stack">${this.notices()} ${this.#isDone ? nothing : this.#signInForm()}</div>`;
  }

  #signInForm(): unknown {
    return this.form(
      (values) => this.#signIn(values),
      html`${this.emailField(this.email)} ${this.passwordField()}
          <div class="gh-actions">${this.submit('sign-in.submit')}</div>
          ${
            this.resetHref || this.signUpHref
              ? html`<p class="gh-row">${this.anchor(this.resetHref, 'sign-in.forgotten')} ${this.anchor(this.signUpHref, 'sign-in.sign-up')}</p>`
              : nothing
          }`,
    );
  }

  #activation(person: PendingPerson): unknown {
    const { email, password } = person;
    return html`<gatehouse-activation
      application=${this.application}
      base-url=${this.baseUrl}
      language=${this.language ?? nothing}
      session=${this.session}
      resend-gap=${this.resendGap}
      redirect=${this.redirect ?? nothing}
      .person=${person}
      @gatehouse-heading=${(event: Event) => event.stopPropagation()}
      @gatehouse-activated=${() => this.#activated(email, password)}
    ></gatehouse-activation>`;
  }

  async #signIn({ email = '', password = '' }: Readonly<Record<string, string>>): Promise<void> {
    this.email = email;
    const refused = await this.attempt(() => this.#start(email, password), REFUSED);
    if (refused === 'activation-required') this.person = { id: null, email, password, activation: null };
  }

  async #activated(email: string, password: string): Promise<void> {
    this.person = null;
    await this.#signIn({ email, password });
  }

  async #start(email: string, password: string): Promise<void> {
    const user = await this.gatehouse.signIn({ email, password });
    this.person = null;
    this.#isDone = true;
    this.tell('signed-in', 'sign-in.done');
    this.emit('gatehouse-signed-in', { user });
    if (isWebAddress(this.nextHref)) location.assign(this.nextHref);
  }
}
