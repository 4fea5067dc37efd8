import type { ActivationStatus, Credentials, Schemas } from '@gatehouse/client';
import { html, type PropertyDeclarations, type PropertyValues } from 'lit';
import { ActivationForms } from './shared/code/activation-forms.js';
import { takeFragment } from './shared/code/take-fragment.js';
import { codeFromSms } from './shared/code/web-otp.js';
import type { Refused } from './shared/gatehouse-element.js';
import type { Key } from './shared/language.js';
import type { Proof } from './shared/proof.js';

/** Somebody who has just signed up, or signed in too early. */
export interface PendingPerson extends Credentials {
  /** Null where only the address is known. */
  readonly id: string | null;
  readonly activation: Schemas['ActivationNotice'] | null;
}

type Channel = Proof['channel'];
type Progress = Partial<Pick<Schemas['ActivationProgress'], 'missing' | 'feedbackToken'>>;

/** Answered only after the password was right. */
const PASSWORD_RIGHT = /^(code-|tries-|(email|phone)-already-verified$)/;
const REFUSED: Readonly<Record<Channel, Refused>> = {
  email: { fields: { 'code-invalid': 'code', 'credentials-invalid': 'password' } },
  phone: {
    fields: { 'code-invalid': 'phone-code', 'credentials-invalid': 'password' },
    words: { 'tries-exhausted': 'refused.phone-tries-exhausted' },
  },
};

/** The codes that activate an account, beside where their messages are and how long they are valid. */
export class GatehouseActivation extends ActivationForms {
  static override properties: PropertyDeclarations = {
    person: { attribute: false },
    link: { type: Boolean },
    codeLength: { type: Number, attribute: 'code-length' },
    nextHref: { attribute: 'next-href' },
    redirect: {},
  };

  person: PendingPerson | null = null;
  /** Whether this page is where links in mails lead: the code is then taken out of the address. */
  link = false;
  /** Digits, where no person is set. */
  codeLength: number | null = null;
  /** Where people go on to. */
  nextHref: string | null = null;
  /** Where people go on to after a link in a further mail: one of the application's redirect targets. */
  redirect: string | null = null;

  #userId: string | null = null;
  #isDone = false;
  #following: AbortController | null = null;
  #listening: AbortController | null = null;
  /** Whether news of the messages have broken off. */
  #isDeaf = false;
  readonly #takeLink = () => this.#carried();
  readonly #comeBack = () => {
    if (this.#isDeaf && !this.#isDone) void this.#follow();
  };

  protected override get heading(): Key {
    return this.#isDone ? 'activation.heading.done' : 'activation.heading';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#comeBack);
    if (!this.link) return;
    addEventListener('hashchange', this.#takeLink);
    this.#carried();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#takeLink);
    removeEventListener('online', this.#comeBack);
    this.#hangUp();
    this.remembered.forget();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('codeLength') && this.codeLength) this.proofs.email.length = this.codeLength;
    if (changed.has('person') && this.person) this.#welcome(this.person);
  }

  protected override content(): unknown {
    return html`<div class="gh-stack">
      ${this.notices()} ${this.#isDone ? this.#done() : this.forms(this.person?.activation != null)}
    </div>`;
  }

  #done(): unknown {
    return html`${this.feedback()} ${this.onward(this.nextHref)}`;
  }

  #welcome({ id, email, password, activation }: PendingPerson): void {
    this.#userId = id;
    this.remembered.keep({ email, password }, activation?.lifeSeconds);
    if (!activation) return;
    this.needsPhone = activation.phone !== null;
    this.proofs.email.length = activation.codeLength;
    this.proofs.phone.length = activation.phone?.codeLength ?? null;
    for (const proof of this.open) proof.order(this.resendGap);
    void this.#follow();
    this.#listen();
    this.focusOn('code');
  }

  protected override async prove(proof: Proof, credentials: Credentials): Promise<void> {
    const { channel } = proof;
    const code = proof.typed.trim();
    const refused = await this.attempt(async () => {
      const { gatehouse } = this;
      if (channel === 'email') {
        const user = await gatehouse.activate({ ...credentials, code });
        this.#proven(proof, user);
      } else this.#proven(proof, await gatehouse.proveRegisteredPhone({ ...credentials, code }));
      if (!this.#isDone) this.remembered.keep(credentials);
    }, REFUSED[channel]);
    if (refused === null || refused === 'busy') return;
    if (PASSWORD_RIGHT.test(refused)) this.remembered.keep(credentials);
    this.#react(proof, refused);
  }

  /** @param progress what is still to be proven, as the service says */
  #proven(proof: Proof, { missing = [], feedbackToken = null }: Progress): void {
    proof.isProven = true;
    proof.typed = '';
    this.carriesCode = false;
    const [next] = missing;
    if (next === undefined) {
      this.askFeedback(feedbackToken);
      this.#finish('activated');
      return;
    }
    this.needsPhone ||= next === 'phone';
    this.proofs[next].isProven = false;
    this.tell(`${next}-next`, `activation.${next}-next`);
    if (next === 'phone') this.#listen();
    this.focusOn(this.proofs[next].field);
  }

  #react(proof: Proof, refused: string): void {
    if (refused === 'email-already-verified') this.#proven(this.proofs.email, { missing: ['phone'] });
    if (refused === 'phone-already-verified') this.#proven(this.proofs.phone, { missing: ['email'] });
    if (refused === 'already-active') this.#finish('already-active');
    if (refused === 'credentials-invalid') {
      this.remembered.forget();
      this.focusOn('password');
    }
    if (!/^(code-|tries-)/.test(refused)) return;
    this.carriesCode = false;
    proof.typed = '';
    // Wrong tries may have made the next codes longer.
    if (refused === 'tries-exhausted') proof.length = null;
    this.focusOn(proof.field);
  }

  protected override async sendAnother(proof: Proof, credentials: Credentials): Promise<void> {
    const refused = await this.attempt(async () => {
      if (proof.channel === 'email') await this.gatehouse.resendCode(credentials.email, { redirect: this.redirect });
      else await this.gatehouse.resendPhoneCode(credentials);
    }, REFUSED[proof.channel]);
    if (refused === 'throttled') {
      proof.gap.start(this.wait.left * 1_000);
      this.wait.stop();
    }
    if (refused !== null) return;
    proof.order(this.resendGap);
    if (this.#userId === null) proof.delivery = null;
    this.carriesCode = false;
    if (this.remembered.credentials) this.remembered.keep(this.remembered.credentials);
    if (proof.channel === 'email') this.tell('resent', 'activation.sent-another.email');
    else this.tell('texted', 'activation.sent-another.phone');
    void this.#follow();
    this.focusOn(proof.field);
  }

  #finish(name: 'activated' | 'already-active'): void {
    const { email } = this.remembered;
    this.#isDone = true;
    this.#hangUp();
    this.remembered.forget();
    this.tell(name, `activation.${name}`);
    this.emit('gatehouse-activated', { email });
  }

  /** Every news of the messages. Without them the form works all the same. */
  async #follow(): Promise<void> {
    this.#following?.abort();
    if (this.#userId === null) return;
    const following = new AbortController();
    this.#following = following;
    this.#isDeaf = false;
    try {
      for await (const status of this.gatehouse.activationStatus(this.#userId, following)) this.#hear(status);
    } catch {
      if (following.signal.aborted) return;
      this.#isDeaf = true;
      for (const proof of this.open) if (proof.left === null) proof.delivery = null;
      this.requestUpdate();
    }
  }

  #hear(status: ActivationStatus): void {
    this.proofs.email.hear(status, status.serverTime);
    if (status.phone) this.proofs.phone.hear(status.phone, status.serverTime);
    this.requestUpdate();
  }

  /** Where the browser reads text messages for the page (WebOTP), the code is typed by itself. */
  #listen(): void {
    if (!this.needsPhone || this.#listening) return;
    this.#listening = new AbortController();
    void codeFromSms(this.#listening.signal).then((code) => (code === null ? undefined : this.take('phone', code)));
  }

  #hangUp(): void {
    this.#following?.abort();
    this.#listening?.abort();
  }

  #carried(): void {
    const carried = takeFragment();
    const digits = carried.get('code') ?? '';
    if (!/^[0-9]{4,10}$/.test(digits)) return;
    this.#userId = carried.get('user');
    this.carriesCode = true;
    this.proofs.email.typed = digits;
    this.untell();
    this.requestUpdate();
  }
}
