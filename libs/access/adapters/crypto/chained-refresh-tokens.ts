import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '@gatehouse/platform/config';
import type { ReadRefreshToken, RefreshToken, RefreshTokens } from '../../application/ports/tokens.js';

const SESSION_ID_BYTES = 16;
const SECRET_BYTES = 32;
const PROOF_BYTES = 16;
/** base64url of the bytes above: 512 bits are 85 characters and two bits. */
const FORM = /^[A-Za-z0-9_-]{86}$/;

/** What a refresh token holds. To its holder it is opaque. */
interface RefreshTokenParts {
  readonly sessionId: string;
  /** 256 bits: what makes the token worth something. */
  readonly secret: Buffer;
  /** Shows that the token was made here; it opens nothing. */
  readonly proof: Buffer;
}

/** Null for what does not have the form. */
export function parseRefreshToken(text: string): RefreshTokenParts | null {
  if (!FORM.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const id = bytes.toString('hex', 0, SESSION_ID_BYTES);
  return {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    secret: bytes.subarray(SESSION_ID_BYTES, SESSION_ID_BYTES + SECRET_BYTES),
    proof: bytes.subarray(SESSION_ID_BYTES + SECRET_BYTES),
  };
}

/**
 * A session's first secret is random; each next one is an HMAC of the one before. So a retry gets the successor that
 * its lost answer had, though only hashes are stored. Who reads the keys and the database still makes no good token:
 * the chain begins with randomness that is kept nowhere.
 */
export class ChainedRefreshTokens implements RefreshTokens {
  /** Keys for this purpose alone, the current one first: the ring's own also sign access tokens. */
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor({ current, all }: KeyRing) {
    const others = all.filter(({ id }) => id !== current.id);
    this.#keys = [keyOf(current.secret), ...others.map(({ secret }) => keyOf(secret))];
  }

  first(sessionId: string): RefreshToken {
    return tokenOf(sessionId, randomBytes(SECRET_BYTES), this.#keys[0]);
  }

  read(text: string): ReadRefreshToken | null {
    const parts = parseRefreshToken(text);
    if (!parts) return null;
    const { sessionId, secret, proof } = parts;
    const isGenuine = this.#keys.some((key) => timingSafeEqual(proofOf(sessionId, secret, key), proof));
    return { text, sessionId, hash: hashOf(secret), isGenuine };
  }

  successor(token: ReadRefreshToken): RefreshToken {
    return successorBy(this.#keys[0], token);
  }

  knownSuccessor(token: ReadRefreshToken, hash: string): RefreshToken | null {
    return this.#keys.map((key) => successorBy(key, token)).find((successor) => successor.hash === hash) ?? null;
  }
}

const formatRefreshToken = ({ sessionId, secret, proof }: RefreshTokenParts): string =>
  Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), secret, proof]).toString('base64url');

const keyOf = (secret: Buffer): Buffer => createHmac('sha256', secret).update('gatehouse refresh tokens').digest();

const hashOf = (secret: Buffer): string => createHash('sha256').update(secret).digest('hex');

const proofOf = (sessionId: string, secret: Buffer, key: Buffer): Buffer =>
  createHmac('sha256', key).update(`proof|${sessionId}|`).update(secret).digest().subarray(0, PROOF_BYTES);

const tokenOf = (sessionId: string, secret: Buffer, key: Buffer): RefreshToken => ({
  text: formatRefreshToken({ sessionId, secret, proof: proofOf(sessionId, secret, key) }),
  hash: hashOf(secret),
});

function successorBy(key: Buffer, { text, sessionId }: ReadRefreshToken): RefreshToken {
  const parts = parseRefreshToken(text);
  if (!parts) throw new Error('A token that was read has lost its form');
  const secret = createHmac('sha256', key).update(`successor|${sessionId}|`).update(parts.secret).digest();
  return tokenOf(sessionId, secret, key);
}
