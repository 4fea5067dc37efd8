/** Derives a code's digits from its id. Deterministic, so that a repeated message carries the same code. */
export interface CodeDigits {
  /** The key that new codes use. */
  readonly currentKeyId: string;

  /** Whether the ring still has a key. Codes of one that it has not can be compared with nothing any more. */
  knows(keyId: string): boolean;

  /** `digits` decimal digits, zero-padded. @throws Error when the key is not in the ring */
  of(code: { readonly id: string; readonly keyId: string; readonly digits: number }): string;
}
