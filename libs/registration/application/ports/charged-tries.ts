/**
 * A try that counts as a failure from before anything is compared until it is settled: of any number at once, only those
 * that were charged are looked at.
 */
export interface ChargedTry {
  /** Microseconds since 1970 by the database's clock, which tell this charge from others. */
  readonly at: string;
}

/** What is left of a charge once the outcome is known. */
export interface Settlement {
  /**
   * Of the account and network: `forget` the whole count, because the owner's password was right; `give-back` this try
   * alone; or `keep` it.
   */
  readonly password: 'forget' | 'give-back' | 'keep';
  /** Of all that the network has failed at. */
  readonly network: 'give-back' | 'keep';
  /** The fact to write, where somebody failed. */
  readonly event?: { readonly id: string; readonly subject: string; readonly type: string; readonly data: object };
}

export type NetworkCharge =
  | { readonly admitted: true; readonly charge: ChargedTry }
  | { readonly admitted: false; readonly retryAfterSeconds: number };
