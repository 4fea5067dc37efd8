import type { Actor, Clock } from '@gatehouse/kernel';
import { type Authenticator, type CallWithHeaders, tokenInvalid, tokenMissing } from '@gatehouse/platform/edge';
import { LRUCache } from 'lru-cache';
import type { RevokedSessions } from '../../application/ports/sessions.js';
import type { AccessTokens } from '../../application/ports/tokens.js';

interface KnownToken {
  readonly application: string;
  readonly actor: Actor;
  readonly sessionId: string;
  readonly expiresAt: number;
}

const SCHEME = /^bearer +/i;
/** The b64token of RFC 6750, as far as a JWT uses it. */
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
/** Ours have about 450 characters; a larger one is not worth a signature. */
const MAX_HEADER = 2_048;
/** About 10 MB. */
const KNOWN_TOKENS = 10_000;

/**
 * Reads `Authorization: Bearer` (RFC 6750). A signature costs some hundred times as much as finding the token among
 * those verified before, so those are remembered until they expire; a call with one of them is answered at once.
 */
export class BearerAuthenticator implements Authenticator {
  /** By the whole header, which spares the hit a copy of the token. */
  readonly #known = new LRUCache<string, KnownToken>({ max: KNOWN_TOKENS });

  constructor(
    private readonly tokens: AccessTokens,
    private readonly revoked: RevokedSessions,
    private readonly clock: Clock,
  ) {}

  authenticate({ headers }: CallWithHeaders, application: string): Actor | Promise<Actor> {
    const header = headers.authorization;
    if (header === undefined) throw tokenMissing();
    const known = this.#known.get(header);
    return known ? this.#admit(known, application) : this.#meet(header, application);
  }

  #admit(known: KnownToken, application: string): Actor {
    const isGood =
      known.application === application &&
      this.clock.now().getTime() < known.expiresAt &&
      !this.revoked.has(known.sessionId);
    if (!isGood) throw tokenInvalid();
    return known.actor;
  }

  async #meet(header: string, application: string): Promise<Actor> {
    if (!SCHEME.test(header)) throw tokenMissing();
    const [, token] = (header.length <= MAX_HEADER && BEARER.exec(header)) || [];
    const verified = token === undefined ? null : await this.tokens.verify(token, application);
    if (!verified) throw tokenInvalid();
    const { userId, sessionId, roles, expiresAt } = verified;
    // Every call with this token gets this one object.
    const actor = Object.freeze({ userId, sessionId, roles: Object.freeze([...roles]) });
    const known = { application, actor, sessionId, expiresAt };
    this.#known.set(header, known);
    return this.#admit(known, application);
  }
}
