import type { Gatehouse } from '@gatehouse/client';
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { clientFor, usualBaseUrl } from './clients.js';
import { Countdown } from './code/countdown.js';
import {
  clockTime,
  directionOf,
  filled,
  type Key,
  type Language,
  languageOf,
  type Words,
  WordsLoader,
} from './language.js';
import { type OwnWords, type Refusal, refusalOf } from './refusal.js';
import { adoptStyles } from './styles.js';

interface Outcome {
  readonly name: string;
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

/** How a component takes refusals, by their names. */
export interface Refused {
  readonly words?: OwnWords;
  /** Fields that they are about. */
  readonly fields?: Readonly<Record<string, string>>;
}

let count = 0;

/**
 * What the components have in common. They render beside the page's own elements, not in a shadow tree, so that password
 * managers, autofill and the page's styles reach their fields.
 */
export abstract class GatehouseElement extends LitElement {
  static override properties: PropertyDeclarations = {
    application: {},
    baseUrl: { attribute: 'base-url' },
    language: {},
    session: {},
    words: { state: true },
    outcome: { state: true },
    faults: { state: true },
    isBusy: { state: true },
  };

  /** Slug of the application. */
  application = 'default';
  /** Where the service is: where this module was loaded from by default. */
  baseUrl = usualBaseUrl();
  /** A BCP 47 tag; by default the language of the page around it, then the browser's. */
  language: string | null = null;
  /** `memory`: signed in until the page is left. `cookie`: on pages of the service's own site. */
  session = 'memory';

  protected words: Words | null = null;
  protected outcome: Outcome | null = null;
  protected faults: Readonly<Record<string, string>> = {};
  /** What the faults came of. */
  protected refused = '';
  protected isBusy = false;
  /** How long the service asks to wait before another try. */
  protected readonly wait = new Countdown(this);
  readonly #loader = new WordsLoader(this, (words) => {
    this.words = words;
  });
  readonly #id = `gatehouse-${++count}`;
  #slots: Map<string, Element[]> | null = null;
  #spoken: Language | null = null;
  #heading = '';
  #told = 0;
  #focused = '';

  /** What the page's heading may say at this point: see the event `gatehouse-heading`. */
  protected abstract get heading(): Key;
  protected abstract content(): unknown;

  /** The client that this component calls the service with. */
  get gatehouse(): Gatehouse {
    const { baseUrl, application, session } = this;
    return clientFor({ baseUrl, application, session, language: this.#language });
  }

  /** The language that it speaks. */
  protected get spoken(): Language {
    return this.#language;
  }

  override connectedCallback(): void {
    this.#takeChildren();
    adoptStyles(this.getRootNode());
    super.connectedCallback();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.#spoken === this.#language) return;
    this.#spoken = this.#language;
    this.#loader.load(this.#spoken);
  }

  protected override render(): unknown {
    if (!this.words) return nothing;
    const language = this.#language;
    return html`<div class="gh" part="root" lang=${language} dir=${directionOf(language)} aria-busy=${this.isBusy}>
      ${this.slotted('before')}${this.content()}${this.slotted('after')}
    </div>`;
  }

  protected override updated(_changed: PropertyValues): void {
    const focused = this.#focused && this.inputOf(this.#focused);
    if (focused) {
      this.#focused = '';
      focused.focus();
    }
    const heading = this.words ? this.say(this.heading) : this.#heading;
    if (heading === this.#heading) return;
    this.#heading = heading;
    this.emit('gatehouse-heading', { heading });
  }

  protected say(key: Key, values?: Readonly<Record<string, string | number>>): string {
    return filled(this.words?.[key] ?? '', values);
  }

  protected idOf(name: string): string {
    return `${this.#id}-${name}`;
  }

  /** The page's own elements for this place: those with `slot="name"` that stood in the component. */
  protected slotted(name: string): unknown {
    return this.#slots?.get(name) ?? nothing;
  }

  protected emit(type: `gatehouse-${string}`, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Where all outcomes are read out, each once; and the wait, which would be read out every second. */
  protected notices(): unknown {
    const { outcome, wait } = this;
    const told =
      outcome &&
      keyed(
        this.#told,
        html`<p class="gh-outcome" part="outcome" data-outcome=${outcome.name} data-tone=${outcome.tone}>${outcome.text}</p>`,
      );
    return html`<div role="status">${told ?? nothing}</div>
      <p class="gh-wait" role="timer" ?hidden=${wait.left === 0}>
        ${wait.left > 0 ? this.say('wait', { time: clockTime(wait.left) }) : nothing}
      </p>`;
  }

  protected tell(name: string, key: Key, values?: Readonly<Record<string, string | number>>): void {
    this.#tell({ name, tone: 'good', text: this.say(key, values) });
  }

  protected tellFault(name: string, key: Key): void {
    this.#tell({ name, tone: 'bad', text: this.say(key) });
  }

  protected untell(): void {
    this.outcome = null;
    this.faults = {};
    this.wait.stop();
  }

  /**
   * One thing at a time. What is refused is told, at its field where it has one, and what was typed stays.
   * @returns the name of the refusal, or null
   */
  protected async attempt(work: () => Promise<void>, refused: Refused = {}): Promise<string | null> {
    if (this.isBusy || !this.words) return 'busy';
    this.isBusy = true;
    this.faults = {};
    this.wait.stop();
    try {
      await work();
      return null;
    } catch (error) {
      const refusal = refusalOf(error, this.words, refused.words);
      const field = refused.fields?.[refusal.name];
      await this.#refuse(field && this.inputOf(field) ? { ...refusal, faults: { [field]: refusal.text } } : refusal);
      return refusal.name;
    } finally {
      this.isBusy = false;
    }
  }

  /** Ties faults to their fields, and leads to the first one, where they are read out. */
  protected async fault(faults: Readonly<Record<string, string>>, name = 'invalid'): Promise<void> {
    this.untell();
    this.faults = faults;
    this.refused = name;
    await this.updateComplete;
    const first = this.querySelector<HTMLInputElement>('input[aria-invalid="true"], [aria-invalid="true"] input');
    first?.focus();
    // A password cannot be corrected letter by letter.
    if (first?.type === 'password') first.select();
  }

  protected inputOf(name: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}"]`);
  }

  /** As soon as it is there. */
  protected focusOn(name: string): void {
    this.#focused = name;
    this.requestUpdate();
  }

  async #refuse({ name, text, faults, wait }: Refusal): Promise<void> {
    const fields = Object.keys(faults);
    const isAtFields = fields.length > 0 && fields.every((field) => this.inputOf(field));
    if (isAtFields) await this.fault(faults, name);
    else this.#tell({ name, tone: 'bad', text: [text, ...Object.values(faults)].join(' ') });
    this.wait.start(wait * 1_000);
    if (isAtFields) this.emit('gatehouse-outcome', { name, tone: 'bad' });
  }

  #tell(outcome: Outcome): void {
    this.outcome = outcome;
    this.#told += 1;
    this.emit('gatehouse-outcome', { name: outcome.name, tone: outcome.tone });
  }

  get #language(): Language {
    const around = this.closest<HTMLElement>('[lang]')?.lang;
    const wished = [this.language, around].flatMap((tag) => tag || []);
    return languageOf(wished.length > 0 ? wished : navigator.languages);
  }

  /** What stands in the component is for pages without scripts, unless it is for a slot. */
  #takeChildren(): void {
    if (this.#slots) return;
    this.#slots = Map.groupBy([...this.children], ({ slot }) => slot);
    this.replaceChildren();
  }
}
