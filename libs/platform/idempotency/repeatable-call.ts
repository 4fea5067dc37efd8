import { createHash } from 'node:crypto';
import type { Repeatable } from '@gatehouse/kernel';

/** The row that the effect's statement writes besides. */
interface AnswerToKeep {
  readonly application: string;
  readonly id: Buffer;
  readonly keyId: string;
  readonly fingerprint: Buffer;
  readonly answer: Buffer | null;
  readonly person: string | null;
}

/** How a call's row is made: by the bus, which knows the secrets. */
interface KeepingOfAnswers {
  readonly row: Omit<AnswerToKeep, 'answer' | 'person'>;
  seal(text: string): Buffer;
}

/** A call that came with an Idempotency-Key. */
export class RepeatableCall implements Repeatable {
  #keeping: KeepingOfAnswers | undefined;
  #answer: Buffer | null = null;
  #person: string | null = null;
  #isReplayed = false;

  /**
   * @param key as the caller has sent it
   * @param caller whose key it is: those of others are others
   * @param request what must be the same when the key comes again, besides the command that it led to
   */
  constructor(
    readonly key: string,
    readonly caller: string,
    readonly request: unknown,
  ) {}

  idAt(application: string): Buffer {
    return createHash('sha256')
      .update(canonicalJson([application, this.caller, this.key]))
      .digest();
  }

  /** Commands that the call's command gives are part of it, and keep nothing of their own. */
  get hasBegun(): boolean {
    return this.#keeping !== undefined;
  }

  keepBy(keeping: KeepingOfAnswers): void {
    this.#keeping = keeping;
  }

  recordAnswer(value: unknown, person?: string): void {
    if (!this.#keeping) throw new Error('An answer is recorded outside of the command bus');
    this.#answer = this.#keeping.seal(JSON.stringify(value));
    this.#person = person ?? null;
  }

  get toKeep(): AnswerToKeep | null {
    return this.#keeping ? { ...this.#keeping.row, answer: this.#answer, person: this.#person } : null;
  }

  get isReplayed(): boolean {
    return this.#isReplayed;
  }

  replay(): void {
    this.#isReplayed = true;
  }
}

/** JSON in which the names of an object stand in one order: equal for values that are equal. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
