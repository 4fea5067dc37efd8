import type { Credentials } from '@gatehouse/client';
import { html, nothing, type PropertyDeclarations } from 'lit';
import { FeedbackForm } from '../feedback-form.js';
import { clockTime } from '../language.js';
import { Remembered } from '../password/remembered.js';
import { Proof } from '../proof.js';
import { codeField } from './code-field.js';
import { messageState, newsOf } from './message-state.js';

/** What people see while codes are missing: one form for each, with the password where it is not remembered. */
export abstract class ActivationForms extends FeedbackForm {
  static override properties: PropertyDeclarations = {
    email: {},
    resendGap: { type: Number, attribute: 'resend-gap' },
  };

  /** An address to begin with. */
  email: string | null = null;
  /** Seconds between two messages to one address, as the application's policy says. */
  resendGap = 30;

  protected readonly proofs = { email: new Proof('email', this), phone: new Proof('phone', this) } as const;
  protected readonly remembered: Remembered = new Remembered(this, () => this.open.some((proof) => proof.isOnItsWay));
  protected needsPhone = false;
  /** A link has brought the code: nobody has to type it. */
  protected carriesCode = false;

  protected abstract prove(proof: Proof, credentials: Credentials): Promise<void>;
  protected abstract sendAnother(proof: Proof, credentials: Credentials): Promise<void>;

  /** The proofs that are missing: the phone's only where the application asks for it. */
  protected get open(): readonly Proof[] {
    const { email, phone } = this.proofs;
    return [email, ...(this.needsPhone ? [phone] : [])].filter(({ isProven }) => !isProven);
  }

  /** A code that nobody has typed. */
  protected async take(channel: Proof['channel'], code: string): Promise<void> {
    const proof = this.proofs[channel];
    if (proof.isProven) return;
    proof.typed = code;
    this.requestUpdate();
    await this.updateComplete;
    if (this.remembered.credentials)
      this.querySelector<HTMLFormElement>(`#${this.idOf(`${channel}-form`)}`)?.requestSubmit();
  }

  /** @param mayChange whether people may go back, for another address */
  protected forms(mayChange: boolean): unknown {
    const { open } = this;
    return html`<div role="status" class="gh-hidden">
        ${open.map((proof) => html`<p>${newsOf(this.#stateOf(proof), this.#say)}</p>`)}
      </div>
      ${open.map((proof, place) => this.#proofForm(proof, place === 0, mayChange && proof.channel === 'email'))}`;
  }

  readonly #say = (...[key, values]: Parameters<typeof this.say>) => this.say(key, values);

  #proofForm(proof: Proof, isFirst: boolean, mayChange: boolean): unknown {
    const { channel } = proof;
    const isCarried = channel === 'email' && this.carriesCode;
    const asksPassword = isFirst && this.remembered.credentials === null;
    const change = () => this.emit('gatehouse-change-address');
    return this.form(
      ({ email = '', password = '' }) =>
        this.prove(proof, this.remembered.credentials ?? this.#typed({ email, password })),
      html`${this.needsPhone ? html`<h2 class="gh-legend">${this.say(`activation.${channel}`)}</h2>` : nothing}
        ${messageState(this.#stateOf(proof), this.#say)}
        ${
          asksPassword
            ? html`<p>${this.say('activation.intro')}</p>
                ${this.emailField(this.remembered.email ?? this.email)}${this.passwordField()}`
            : nothing
        }
        ${isCarried ? nothing : this.#code(proof)}
        <div class="gh-actions">
          ${this.submit('activation.submit')} ${isCarried ? nothing : this.#another(proof)}
          ${mayChange ? this.quiet('activation.change-address', change) : nothing}
        </div>`,
      `${channel}-form`,
    );
  }

  #code(proof: Proof): unknown {
    const { channel, length, typed } = proof;
    return codeField({
      id: this.idOf(proof.field),
      name: proof.field,
      label: this.say('code'),
      hint: this.say(`code.hint.${channel}`),
      fault: this.faultAt(proof.field),
      length,
      typed,
      type: (text) => {
        proof.typed = text;
        this.requestUpdate();
      },
      whole: (form) => {
        if (this.remembered.credentials) form?.requestSubmit();
      },
    });
  }

  #another(proof: Proof): unknown {
    const kind = `activation.another.${proof.channel}` as const;
    const { left } = proof.gap;
    if (left > 0) return this.quiet(`${kind}.wait`, () => undefined, true, { time: clockTime(left) });
    return this.quiet(kind, () => void this.#askForAnother(proof));
  }

  /** A mail needs the address alone; a text message costs money, so it needs the password. */
  async #askForAnother(proof: Proof): Promise<void> {
    const value = (name: string) => this.inputOf(name)?.value ?? '';
    const typed = this.remembered.credentials ?? { email: value('email').trim(), password: value('password') };
    if (!typed.email) return this.fault({ email: this.say('missing.email') });
    if (proof.channel === 'phone' && !typed.password) return this.fault({ password: this.say('missing') });
    return this.sendAnother(proof, this.#typed(typed));
  }

  /** As it was typed, should the field come back. */
  #typed(credentials: Credentials): Credentials {
    this.remembered.email = credentials.email;
    return credentials;
  }

  #stateOf({ channel, delivery, reason, left }: Proof) {
    const recipient = channel === 'email' ? (this.remembered.credentials?.email ?? null) : null;
    return { channel, delivery, reason, left, recipient };
  }
}
