import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';

interface PublishedKeysOptions {
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
class PublishedKeys {
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

  /** Whether the last look failed, so that a key published since would be unknown. */
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

export interface AccessTokenVerifierOptions {
  /** The service's public URL, as it stands in `iss`: its PUBLIC_URL. */
  readonly issuer: string;
  /** Slug of the application that tokens must be for, or several. */
  readonly application: string | readonly string[];
  /** Where the keys are, if not below the issuer: an address within your network, say. */
  readonly keysUrl?: string;
  /** How far this machine's clock may be off: 5 by default. */
  readonly clockToleranceSeconds?: number;
  /** In place of the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970, for tests. */
  readonly now?: () => number;
}

/** Whom a call speaks for. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly application: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

/** Answer 401: `cause` says more, and is for your logs alone. */
export class AccessTokenInvalid extends Error {
  override readonly name = 'AccessTokenInvalid';

  constructor(
    /** Whether it was good until its time was over: the caller should renew it. */
    readonly isExpired: boolean,
    options?: ErrorOptions,
  ) {
    super(isExpired ? 'The access token has expired' : 'The access token is not valid', options);
  }
}

/** Answer 503: the service's keys cannot be fetched, so the token cannot be checked. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** The service's have about 450 characters; a larger one is not worth a signature. */
const MAX_TOKEN = 4_096;

/** Verifies access tokens by themselves (RFC 9068), without asking the service for each. Make one, and keep it. */
export class AccessTokenVerifier {
  readonly #options: AccessTokenVerifierOptions;
  readonly #now: () => number;
  readonly #keys: PublishedKeys;

  constructor(options: AccessTokenVerifierOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#keys = new PublishedKeys({
      url: new URL(options.keysUrl ?? `${options.issuer.replace(/\/+$/, '')}/.well-known/jwks.json`),
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      now: this.#now,
    });
  }

  /**
   * The algorithm is fixed and the key comes from the service alone, whatever the token's header offers (RFC 8725).
   * @throws AccessTokenInvalid, KeysUnavailable
   */
  async verify(token: string): Promise<AccessToken> {
    if (token.length > MAX_TOKEN) throw new AccessTokenInvalid(false);
    const { issuer, application, clockToleranceSeconds = 5 } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.#keys.find, {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer,
        audience: [application].flat(),
        requiredClaims: ['aud', 'sub', 'sid', 'roles', 'iat', 'exp', 'jti'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(this.#now()),
      });
      return accessTokenOf(payload);
    } catch (cause) {
      throw this.#faultOf(cause);
    }
  }

  #faultOf(cause: unknown): Error {
    if (cause instanceof AccessTokenInvalid) return cause;
    const isUnknownKey = cause instanceof errors.JWKSNoMatchingKey;
    const isOurs = cause instanceof errors.JOSEError && !UNFETCHED.has(cause.code);
    if (!isOurs || (isUnknownKey && this.#keys.isStale)) {
      return new KeysUnavailable('The keys that verify access tokens cannot be fetched', { cause });
    }
    return new AccessTokenInvalid(cause instanceof errors.JWTExpired, { cause });
  }
}

/** How the library says that the keys did not come, or are none. */
const UNFETCHED = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** The library checks these claims' values; their types are for us to check. */
function accessTokenOf({ aud, sub, sid, roles, scope, exp }: JWTPayload): AccessToken {
  // The service issues tokens for one application each; a list of audiences is not its own.
  const isWhole = typeof aud === 'string' && typeof sub === 'string' && typeof sid === 'string' && exp !== undefined;
  if (!isWhole || !isListOfTexts(roles)) throw new AccessTokenInvalid(false);
  const scopes = typeof scope === 'string' && scope !== '' ? scope.split(' ') : [];
  return { userId: sub, sessionId: sid, application: aud, roles, scopes, expiresAt: new Date(exp * 1_000) };
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
