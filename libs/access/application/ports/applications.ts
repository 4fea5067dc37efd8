/** The secret keys of products' backends; they belong to another context. */
export interface BackendKeys {
  /** Which key it is, which application it opens and what it may do there; null for what is no key, or none any more. */
  identify(text: string): Promise<{
    readonly id: string;
    readonly application: string;
    readonly scopes: readonly string[];
  } | null>;
}

/** Knows the pages that may act for the people of an application. */
export interface Origins {
  /** @param origin as a browser sends it, such as `https://shop.example`; matched byte for byte */
  allows(application: string, origin: string): Promise<boolean>;
}
