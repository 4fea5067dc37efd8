import { html, nothing, type TemplateResult } from 'lit';

/** What is wrong with a field, and the name of the refusal. */
export interface Fault {
  readonly name: string;
  readonly text: string;
}

export const faultView = (id: string, fault: Fault | null) =>
  fault
    ? html`<p class="gh-fault" part="fault" id="${id}-fault" data-outcome=${fault.name} data-tone="bad">${fault.text}</p>`
    : nothing;

export interface FieldView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password' | 'tel' | 'date';
  /** What it is for, in the words of HTML's `autocomplete`. */
  readonly autocomplete: string;
  readonly value?: string | null;
  readonly hint?: string | null;
  readonly fault: Fault | null;
  readonly isRequired?: boolean;
  readonly maxLength?: number;
  /** Ids of more that describes it. */
  readonly describedBy?: string;
  /** Beside the input, such as a button. */
  readonly beside?: unknown;
  readonly typed?: (value: string) => void;
}

/** Marks that come along with a copied address: nobody sees them, and the address would be invalid. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** A label, its input, a hint, and what is wrong with it: tied together, so that all of it is read out. */
export function field(view: FieldView): TemplateResult {
  const { id, name, label, type, autocomplete, value, hint, fault, isRequired = false, beside, typed } = view;
  const describedBy = [hint && `${id}-hint`, view.describedBy, fault && `${id}-fault`].filter(Boolean).join(' ');
  const leftToRight = type === 'email' || type === 'tel' || type === 'password';
  const heard = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const visible = type === 'email' ? input.value.replace(INVISIBLE, '') : input.value;
    if (visible !== input.value) input.value = visible;
    typed?.(visible);
  };
  return html`<div class="gh-field" part="field">
    <label class="gh-label" part="label" for=${id}>${label}</label>
    <div class="gh-control">
      <input
        class="gh-input"
        part="input"
        id=${id}
        name=${name}
        type=${type}
        autocomplete=${autocomplete}
        maxlength=${view.maxLength ?? nothing}
        dir=${leftToRight ? 'ltr' : nothing}
        autocapitalize=${type === 'text' ? nothing : 'none'}
        spellcheck="false"
        aria-describedby=${describedBy || nothing}
        aria-invalid=${fault ? 'true' : nothing}
        ?required=${isRequired}
        .defaultValue=${value ?? ''}
        @input=${heard}
      />${beside ?? nothing}
    </div>
    ${hint ? html`<p class="gh-hint" part="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${faultView(id, fault)}
  </div>`;
}

/** What a form holds, by names; spaces around are nobody's, but for passwords. */
export function valuesOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const entries = [...new FormData(form)].map(([name, value]) => {
    const text = String(value);
    return [name, /password/i.test(name) ? text : text.trim()];
  });
  return Object.fromEntries(entries);
}
