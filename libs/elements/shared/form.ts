import { html, nothing, type TemplateResult } from 'lit';
import { type Fault, field, valuesOf } from './fields.js';
import { GatehouseElement } from './gatehouse-element.js';
import type { Key } from './language.js';
import { PasswordChoice } from './password/password-choice.js';

/** What a profile has beside the address. */
export type ProfileField = 'name' | 'surname' | 'phone' | 'birthDate' | 'hobbies';
type Values = Readonly<Record<string, string>>;

/** HTTP, or relative to the page. Pages take such addresses from their own query, where a stranger may put a script. */
export function isWebAddress(href: string | null): href is string {
  if (!href || !URL.canParse(href, document.baseURI)) return false;
  return ['http:', 'https:', location.protocol].includes(new URL(href, document.baseURI).protocol);
}

/** A component around forms: fields of the usual kinds, and what is missing in them. */
export abstract class FormElement extends GatehouseElement {
  readonly #shown = new Set<string>();
  protected readonly choice = new PasswordChoice(this);

  protected form(submit: (values: Values) => Promise<void>, inner: unknown, name = 'form'): TemplateResult {
    const send = (event: SubmitEvent) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      void this.#check(form).then((isWhole) => (isWhole ? submit(valuesOf(form)) : undefined));
    };
    return html`<form class="gh-form" part="form" id=${this.idOf(name)} method="post" novalidate @submit=${send}>${inner}</form>`;
  }

  protected emailField(value: string | null = null, name = 'email', label: Key = 'email', autocomplete = 'username') {
    return field({
      ...this.#common(name),
      label: this.say(label),
      type: 'email',
      autocomplete,
      value,
      isRequired: true,
      maxLength: 320,
    });
  }

  /** @param isRequired null where that goes without saying */
  protected textField(
    name: ProfileField,
    value: string | null,
    autocomplete: string,
    type: 'text' | 'date' | 'tel' = 'text',
    isRequired: boolean | null = false,
  ) {
    const label = this.say(`field.${name}`);
    return field({
      ...this.#common(name),
      label: isRequired === false ? this.say('optional', { label }) : label,
      type,
      autocomplete,
      value,
      isRequired: isRequired ?? false,
      hint: type === 'tel' ? this.say('field.phone.hint') : null,
      maxLength: 100,
    });
  }

  protected optionalLine(name: string, key: Key, maxLength: number) {
    const label = this.say('optional', { label: this.say(key) });
    return field({ ...this.#common(name), label, type: 'text', autocomplete: 'off', maxLength });
  }

  protected passwordField(name = 'password', label: Key = 'password', autocomplete = 'current-password') {
    return field({
      ...this.#common(name),
      label: this.say(label),
      type: this.#shown.has(name) ? 'text' : 'password',
      autocomplete,
      isRequired: true,
      maxLength: 256,
      beside: this.#toggle(name),
    });
  }

  /** A new password: its rules before anything is typed, met one by one, and how strong it is. */
  protected newPasswordField(name: string, label: Key): TemplateResult {
    const id = this.idOf(`${name}-rules`);
    return html`${field({
      ...this.#common(name),
      label: this.say(label),
      type: this.#shown.has(name) ? 'text' : 'password',
      autocomplete: 'new-password',
      isRequired: true,
      maxLength: 256,
      describedBy: id,
      beside: this.#toggle(name),
      typed: (password) => this.choice.typed(password, this.personal()),
    })}${this.choice.view(id, (key, values) => this.say(key, values))}`;
  }

  /** What anyone knows of the person: the address, the names. */
  protected personal(): readonly string[] {
    return ['email', 'name', 'surname'].map((name) => this.inputOf(name)?.value ?? '');
  }

  protected submit(key: Key): TemplateResult {
    return html`<button class="gh-button" part="button submit" type="submit" aria-disabled=${this.isBusy}>${this.say(key)}</button>`;
  }

  protected quiet(key: Key, press: () => void, isDisabled = false, values?: Readonly<Record<string, string | number>>) {
    return html`<button class="gh-quiet" part="button quiet" type="button" ?disabled=${isDisabled} aria-disabled=${this.isBusy} @click=${press}>${this.say(key, values)}</button>`;
  }

  protected anchor(href: string | null, key: Key) {
    return isWebAddress(href)
      ? html`<a class="gh-link" part="link" href=${href} rel="noreferrer">${this.say(key)}</a>`
      : nothing;
  }

  /** The link to what comes next, as a button. */
  protected onward(href: string | null, key: Key = 'onward') {
    return isWebAddress(href)
      ? html`<a class="gh-button" part="button onward" href=${href} rel="noreferrer">${this.say(key)}</a>`
      : nothing;
  }

  protected faultAt(name: string): Fault | null {
    const text = this.faults[name];
    return text === undefined ? null : { name: this.refused, text };
  }

  #common(name: string) {
    return { id: this.idOf(name), name, fault: this.faultAt(name) };
  }

  #toggle(name: string): TemplateResult {
    const isShown = this.#shown.has(name);
    const toggle = () => {
      if (!this.#shown.delete(name)) this.#shown.add(name);
      this.requestUpdate();
    };
    return html`<button class="gh-toggle" part="toggle" type="button" aria-pressed=${isShown} aria-controls=${this.idOf(name)} @click=${toggle}>
      ${this.say(isShown ? 'password.hide' : 'password.show')}
    </button>`;
  }

  /** Whether nothing is missing: said here, since the browser's own bubbles speak its language and cannot be read again. */
  async #check(form: HTMLFormElement): Promise<boolean> {
    const inputs = [...form.elements].filter((element) => element instanceof HTMLInputElement);
    const faults = inputs.flatMap((input) => {
      const fault = this.#faultOf(input);
      return fault === null ? [] : [[input.name, this.say(fault)]];
    });
    if (faults.length === 0) return true;
    await this.fault(Object.fromEntries(faults));
    return false;
  }

  #faultOf({ validity, type, autocomplete }: HTMLInputElement): Key | null {
    if (validity.valueMissing) return missingOf(type, autocomplete);
    if (validity.typeMismatch) return 'invalid.email';
    return validity.patternMismatch ? 'invalid.code' : null;
  }
}

function missingOf(type: string, autocomplete: string): Key {
  if (type === 'checkbox') return 'missing.agreement';
  if (type === 'radio') return 'missing.choice';
  if (type === 'email') return 'missing.email';
  return autocomplete === 'one-time-code' ? 'missing.code' : 'missing';
}
