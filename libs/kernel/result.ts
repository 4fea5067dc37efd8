/** The outcome of a use case: a value, or a business "no". Faults (a lost database, a bug) throw instead. */
export type Result<T, E> = Ok<T> | Err<E>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** One fault in the input. `pointer` is a JSON Pointer (RFC 6901) into the request, such as `/email`. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  /** In English. */
  readonly message: string;
  /** What the message names, such as a limit: the same message in another language names it too. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** How many faults an answer names: more of them help nobody, and an answer never costs much more than its request. */
export const MOST_FIELD_ERRORS = 100;

/**
 * A business "no" that crosses a context's border. `code` is stable and documented; the HTTP status and the
 * title belong to the edge (a context’s operations/problems.ts).
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  /** In English. */
  readonly detail?: string;
  /** Names the detail, so that it can be told in other languages. */
  readonly detailCode?: string;
  /** What the detail names, such as a limit. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly retryAfterSeconds?: number;
  /** The cursor that a reader of a list can continue after. */
  readonly nextAfter?: string;
  readonly errors?: readonly FieldError[];
}

export const refusal = <Code extends string>(code: Code, more: Omit<Refusal, 'code'> = {}): Refusal<Code> => ({
  code,
  ...more,
});
