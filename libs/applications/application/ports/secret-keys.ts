/** A key as it goes to its holder, and what stays here. */
export interface SecretKey {
  /** `ghk_…`, whole. */
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  /** The last characters. */
  readonly hint: string;
}

/** Makes secret keys, and reads what callers present as such. */
export interface SecretKeys {
  create(keyId: string): SecretKey;
  /** Null for what does not have a key's form, or was mistyped. */
  read(text: string): { readonly keyId: string; readonly hash: string } | null;
}
