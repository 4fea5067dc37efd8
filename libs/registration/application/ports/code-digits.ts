/** Derives a code's digits from its id. Deterministic, so that a repeated message carries the same code. */
export interface CodeDigits {
  /** The key that new codes use. */
  readonly currentKeyId: string;

  /** `digits` decimal digits, zero-padded. @throws Error when the key is not in the ring */
  of(code: { readonly id: string; readonly keyId: string; readonly digits: number }): string;
}
