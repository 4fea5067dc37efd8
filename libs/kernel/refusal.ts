/** One fault in the input. `pointer` is a JSON Pointer (RFC 6901) into the request, such as `/email`. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/**
 * A business "no" that crosses a context's border. `code` is stable and documented; the HTTP status and the
 * title belong to the edge (platform/http/problems.ts).
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  readonly errors?: readonly FieldError[];
}

export const refusal = <Code extends string>(code: Code, more: Omit<Refusal, 'code'> = {}): Refusal<Code> => ({
  code,
  ...more,
});
