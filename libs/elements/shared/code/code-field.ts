import { html, nothing, type TemplateResult } from 'lit';
import { type Fault, faultView } from '../fields.js';
import { codeIn, digitsOf, isWholeCode, TYPED_CODE } from './typed-code.js';

export interface CodeFieldView {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly name: string;
  readonly fault: Fault | null;
  /** Digits; null where nobody knows: then there are no boxes, and the person says when the code is whole. */
  readonly length: number | null;
  readonly typed: string;
  readonly type: (text: string) => void;
  /** Called with the last digit. */
  readonly whole: (form: HTMLFormElement | null) => void;
}

/** One input, whatever it looks like: paste, autofill and screen readers know what to do with it. */
export function codeField({ id, name, label, hint, fault, length, typed, type, whole }: CodeFieldView): TemplateResult {
  const digits = digitsOf(typed);
  const inBoxes = length !== null && digits !== null && digits.length <= length;
  const take = (input: HTMLInputElement) => {
    type(input.value);
    if (length !== null && isWholeCode(input.value) && digitsOf(input.value)?.length === length) whole(input.form);
  };
  const pasted = (event: ClipboardEvent) => {
    const code = codeIn(event.clipboardData?.getData('text/plain') ?? '');
    if (code === null) return;
    event.preventDefault();
    const input = event.target as HTMLInputElement;
    input.value = code;
    take(input);
  };
  const toEnd = ({ target }: Event) => {
    const input = target as HTMLInputElement;
    if (inBoxes && input.selectionStart === input.selectionEnd)
      input.setSelectionRange(input.value.length, input.value.length);
  };
  return html`<div class="gh-field" part="field">
    <label class="gh-label" part="label" for=${id}>${label}</label>
    <div class="gh-code" ?data-boxes=${inBoxes}>
      <input
        class="gh-input"
        part="input code"
        id=${id}
        name=${name}
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
        pattern=${TYPED_CODE}
        maxlength="64"
        dir="ltr"
        spellcheck="false"
        required
        aria-describedby=${fault ? `${id}-hint ${id}-fault` : `${id}-hint`}
        aria-invalid=${fault ? 'true' : nothing}
        .value=${typed}
        @input=${(event: Event) => take(event.target as HTMLInputElement)}
        @paste=${pasted}
        @focus=${toEnd}
        @keyup=${toEnd}
        @click=${toEnd}
      />
      ${inBoxes ? boxes(length, digits) : nothing}
    </div>
    <p class="gh-hint" part="hint" id="${id}-hint">${hint}</p>
    ${faultView(id, fault)}
  </div>`;
}

const boxes = (length: number, digits: readonly string[]): TemplateResult => {
  const next = Math.min(digits.length, length - 1);
  return html`<div class="gh-boxes" aria-hidden="true">
    ${Array.from({ length }, (_, place) => html`<span class="gh-box" part="box" ?data-next=${place === next}>${digits[place] ?? ''}</span>`)}
  </div>`;
};
