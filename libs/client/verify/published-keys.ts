import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

export interface PublishedKeysOptions {
  readonly url: URL;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
}

/** As the service's Cache-Control says: a new key is published that much before it signs. */
const KEEP_MS = 300_000;
/** An unknown `kid` costs the service one look in that time, however many tokens somebody makes up. */
const COOLDOWN_MS = 30_000;
/** While the service is away, the keys known so far go on for that long. A key that leaked is trusted no longer. */
const STALE_MS = 3_600_000;

/** The service's public keys, fetched when one is needed and remembered. */
export class PublishedKeys {
  readonly find: JWTVerifyGetKey;
  #known: { readonly text: string; readonly at: number } | null = null;
  #isStale = false;

  constructor(private readonly options: PublishedKeysOptions) {
    const published = createRemoteJWKSet(options.url, {
      cacheMaxAge: KEEP_MS,
      cooldownDuration: COOLDOWN_MS,
      [customFetch]: (url, init) => this.#fetch(url, init),
    });
    this.find = (header, token) => {
      // The library would take the only key there is for a token that names none.
      if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
      return published(header, token);
    };
  }

  /** Whether the last look has failed, so that nobody knows of a key published since. */
  get isStale(): boolean {
    return this.#isStale;
  }

  async #fetch(...[url, init]: Parameters<FetchImplementation>): Promise<Response> {
    const { fetch, now } = this.options;
    try {
      const response = await fetch(url, init);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
      this.#known = { text, at: now() };
      this.#isStale = false;
    } catch (error) {
      this.#isStale = true;
      if (!this.#known || now() - this.#known.at > STALE_MS) throw error;
    }
    return new Response(this.#known.text);
  }
}
