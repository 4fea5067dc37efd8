/** The secret keys of products' backends; they belong to another context. */
export interface BackendKeys {
  /** Which key it is and which application it opens; null for what is no key, or none any more. */
  identify(text: string): Promise<{ readonly id: string; readonly application: string } | null>;
}
