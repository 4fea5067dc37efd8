import { html, nothing, type PropertyDeclarations } from 'lit';
import { takeFragment } from './shared/code/take-fragment.js';
import { FormElement } from './shared/form.js';
import type { Key } from './shared/language.js';

/** Where the former mailbox undoes a change of address. To open it does nothing; its one button does. */
export class GatehouseEmailUndo extends FormElement {
  static override properties: PropertyDeclarations = {
    resetHref: { attribute: 'reset-href' },
  };

  /** Where a new password is chosen afterwards. */
  resetHref: string | null = null;

  #token = '';
  #isUndone = false;
  readonly #takeLink = () => this.#carried();

  protected override get heading(): Key {
    return this.#isUndone ? 'undo.heading.done' : 'undo.heading';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#takeLink);
    this.#carried();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#takeLink);
  }

  protected override updated(changed: Parameters<FormElement['updated']>[0]): void {
    super.updated(changed);
    if (this.words && !this.outcome && this.#token === '') this.tellFault('incomplete', 'undo.incomplete');
  }

  protected override content(): unknown {
    return html`<div class="gh-stack">
      ${this.notices()}
      ${
        this.#token
          ? this.form(
              () => this.#undo(),
              html`<p>${this.say('undo.intro')}</p>
                <div class="gh-actions">${this.submit('undo.submit')}</div>`,
            )
          : nothing
      }
      ${this.#isUndone ? this.onward(this.resetHref, 'undo.onward') : nothing}
    </div>`;
  }

  async #undo(): Promise<void> {
    const refused = await this.attempt(async () => {
      await this.gatehouse.undoEmailChange(this.#token);
      this.#isUndone = true;
      this.#token = '';
      this.tell('undone', 'undo.undone');
      this.emit('gatehouse-undone');
    });
    if (refused === 'undo-over') this.#token = '';
    this.requestUpdate();
  }

  #carried(): void {
    const token = takeFragment().get('token') ?? '';
    this.#token = /^[A-Za-z0-9_-]{64}$/.test(token) ? token : '';
    this.untell();
    this.requestUpdate();
  }
}
