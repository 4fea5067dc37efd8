import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { type Fault, faultView } from './fields.js';
import type { Key } from './language.js';

/** Terms that people must agree to; one of the links may be missing. */
export interface Terms {
  readonly version: string;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
}

interface AgreementView {
  readonly id: string;
  readonly name: string;
  readonly terms: Terms;
  readonly isChecked: boolean;
  readonly fault: Fault | null;
  readonly say: (key: Key) => string;
}

/**
 * A box to check, whose text leads to what is agreed to. Links open beside the page: what was typed stays. Other terms have
 * a box of their own, which nobody has checked.
 */
export function agreement({ id, name, terms, isChecked, fault, say }: AgreementView): unknown {
  const { version, termsUrl, privacyUrl } = terms;
  const links = { terms: termsUrl, privacy: privacyUrl };
  const key = termsUrl && privacyUrl ? 'agree.both' : termsUrl ? 'agree.terms' : 'agree.privacy';
  return keyed(
    version,
    html`<div class="gh-field" part="field">
    <label class="gh-agreement" part="agreement">
      <input
        type="checkbox"
        id=${id}
        name=${name}
        value=${version}
        required
        aria-describedby=${fault ? `${id}-fault` : nothing}
        aria-invalid=${fault ? 'true' : nothing}
        ?checked=${isChecked}
      />
      <span>${say(key)
        .split(/(\{terms\}|\{privacy\})/)
        .map((piece) => {
          const link = piece === '{terms}' ? 'terms' : piece === '{privacy}' ? 'privacy' : null;
          return link === null
            ? piece
            : html`<a class="gh-link" part="link" href=${links[link] ?? nothing} target="_blank" rel="noopener noreferrer">${say(`agree.${link}.link`)}</a>`;
        })}</span>
    </label>
    ${faultView(id, fault)}
  </div>`,
  );
}
