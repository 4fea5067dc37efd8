import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Key } from '../language.js';
import type { Strength } from './password-strength.js';

type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** What the library on demand knows. */
interface Judge {
  isCommon(password: string): boolean;
  strengthOf(password: string, personal: readonly string[]): Strength;
}

const LEAST = 8;
const MOST = 128;

/** What a new password has to meet, told while it is typed. The service decides; this saves people a refusal. */
export class PasswordChoice implements ReactiveController {
  /** Lengths in code points, as the service counts them. */
  least = LEAST;
  most = MOST;
  #password = '';
  #personal: readonly string[] = [];
  #judge: Judge | null = null;
  #isLoading = false;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#password = '';
  }

  /** @param personal what anyone knows of the person */
  typed(password: string, personal: readonly string[]): void {
    this.#password = password;
    this.#personal = personal;
    this.host.requestUpdate();
    if (!this.#isLoading) void this.#load();
  }

  view(id: string, say: Say): TemplateResult {
    const length = [...this.#password.normalize('NFKC')].length;
    const rules = [
      { key: 'rule.length', isMet: length >= this.least && length <= this.most },
      { key: 'rule.own', isMet: length > 0 && !this.#isPersonal() },
      { key: 'rule.common', isMet: length > 0 && this.#judge?.isCommon(this.#password) === false },
    ] as const;
    return html`<div class="gh-choice" id=${id}>
      <ul class="gh-rules" part="rules">
        ${rules.map(
          ({ key, isMet }) => html`<li class="gh-rule" data-met=${isMet}>
            ${say(key, { least: this.least })}<span class="gh-hidden">${isMet ? ` ${say('rule.met')}` : ''}</span>
          </li>`,
        )}
      </ul>
      ${this.#meter(say)}
    </div>`;
  }

  #meter(say: Say): unknown {
    const strength = this.#strength();
    if (strength === null) return nothing;
    return html`<p class="gh-strength" part="strength" data-strength=${strength}>
      <span class="gh-bars" aria-hidden="true"><i></i><i></i><i></i><i></i></span>${say(`strength.${strength}`)}
    </p>`;
  }

  #strength(): Strength | null {
    return this.#judge && this.#password ? this.#judge.strengthOf(this.#password, this.#personal) : null;
  }

  #isPersonal(): boolean {
    const folded = this.#password.normalize('NFKC').toLowerCase();
    const words = this.#personal.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
    const rest = words.filter((word) => word.length >= 4).reduce((left, word) => left.replaceAll(word, ''), folded);
    return rest !== folded && rest.replace(/[^\p{L}]/gu, '').length < 4;
  }

  /** The library and its list weigh more than everything else here, so they come when somebody chooses a password. */
  async #load(): Promise<void> {
    this.#isLoading = true;
    try {
      this.#judge = await import('./password-strength.js');
      this.host.requestUpdate();
    } catch {
      // Without it the rules are still told, and the service decides as before.
      this.#isLoading = false;
    }
  }
}
