/** Knows the pages that may act for the people of an application. */
export interface Origins {
  /** @param origin as a browser sends it, such as `https://shop.example`; matched byte for byte */
  allows(application: string, origin: string): Promise<boolean>;
}
