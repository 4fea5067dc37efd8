/** Tells where webhooks may lead. What a name resolves to is looked at again at each connection. */
export interface Destinations {
  accepts(url: string): boolean;
}
