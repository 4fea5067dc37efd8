export interface IdentifiedKey {
  readonly id: string;
  /** Slug of the application that the key opens. */
  readonly application: string;
  /** What it may do there. */
  readonly scopes: readonly string[];
}

/** Tells which key a caller has presented. */
export interface IdentifyKey {
  /** Null for what is no key of ours, or one that is expired or revoked. */
  execute(text: string): Promise<IdentifiedKey | null>;
}
