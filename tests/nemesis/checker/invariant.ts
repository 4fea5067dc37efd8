import type { Evidence } from './evidence.ts';

/** Something that must never be otherwise, whatever broke. */
export interface Invariant {
  readonly name: string;
  /** Who promises it: a chapter of the architecture, or an ADR. */
  readonly source: string;
  readonly check: (evidence: Evidence, verdict: Verdict) => void;
}

export interface Violation {
  readonly text: string;
  /** What lines of the history to show: ids, addresses. */
  readonly about: readonly string[];
}

const KEPT = 20;

/** Counts what was looked at, and keeps what was wrong. */
export class Verdict {
  readonly violations: Violation[] = [];
  #checked = 0;
  #violated = 0;

  get checked(): number {
    return this.#checked;
  }

  get violated(): number {
    return this.#violated;
  }

  /** @param about ids or addresses by which the history knows it */
  holds(isSo: boolean, text: () => string, ...about: readonly (string | null | undefined)[]): void {
    this.#checked += 1;
    if (isSo) return;
    this.#violated += 1;
    if (this.violations.length >= KEPT) return;
    this.violations.push({
      text: text(),
      about: about.filter((one) => one !== null && one !== undefined && one !== '') as string[],
    });
  }
}
