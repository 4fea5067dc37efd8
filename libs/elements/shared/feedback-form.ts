import { html, nothing } from 'lit';
import { faultView } from './fields.js';
import { FormElement } from './form.js';

const EASE = [1, 2, 3, 4, 5] as const;
const LONGEST_TEXT = 500;

/** One question after activation, where the application asks: how easy it was. It can be left alone. */
export abstract class FeedbackForm extends FormElement {
  /** Proves who was activated; null where nothing is asked, or not any more. */
  #token: string | null = null;

  protected askFeedback(token: string | null): void {
    this.#token = token;
  }

  protected feedback(): unknown {
    if (this.#token === null) return nothing;
    return this.form(
      ({ ease, text = '' }) => this.#give(Number(ease), text),
      html`${this.#scale()} ${this.optionalLine('text', 'feedback.text', LONGEST_TEXT)}
        <div class="gh-buttons">
          ${this.submit('feedback.submit')} ${this.quiet('feedback.skip', () => void this.#close())}
        </div>`,
      'feedback',
    );
  }

  /** Buttons of one name: the keyboard moves among them, and the group says what is wrong. */
  #scale(): unknown {
    const fault = this.faultAt('ease');
    const id = this.idOf('ease');
    return html`<fieldset
      class="gh-scale"
      part="scale"
      role="radiogroup"
      aria-labelledby="${id}-label"
      aria-required="true"
      aria-invalid=${fault ? 'true' : nothing}
      aria-describedby=${fault ? `${id}-fault` : nothing}
    >
      <legend class="gh-legend" id="${id}-label">${this.say('feedback.question')}</legend>
      ${EASE.map(
        (ease) => html`<label class="gh-option">
            <input type="radio" name="ease" value=${ease} required />
            <span>${this.say(`feedback.ease.${ease}`)}</span>
          </label>`,
      )}
      ${faultView(id, fault)}
    </fieldset>`;
  }

  async #give(ease: number, text: string): Promise<void> {
    const token = this.#token;
    if (token === null) return;
    const refused = await this.attempt(() => this.gatehouse.giveFeedback({ token, ease, text: text || null }));
    // Closed: it was given already, or the application no longer asks. Either way nothing is left to do.
    if (refused !== null && refused !== 'feedback-closed') return;
    this.tell('thanked', 'feedback.thanks');
    await this.#close();
  }

  /** The focus must not get lost with the button that had it. */
  async #close(): Promise<void> {
    this.#token = null;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('[part~=onward]')?.focus();
  }
}
