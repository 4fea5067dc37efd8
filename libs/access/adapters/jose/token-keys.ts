import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { KeyRing } from '@gatehouse/platform/config';
import type { PublicKey } from '../../contract/read-models/public-keys.js';

const SEED_BYTES = 32;
/** What PKCS #8 (RFC 8410, section 7) puts in front of an Ed25519 seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

interface KeyPair {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The ring's secrets as Ed25519 key pairs: the current one signs, all of them verify. */
export class TokenKeys {
  readonly #pairs: ReadonlyMap<string, KeyPair>;
  readonly current: KeyPair;
  /** What others need to verify our tokens, as JWKs. */
  readonly published: readonly PublicKey[];

  constructor({ current, all }: KeyRing) {
    const pairs = all.map(({ id, secret }) => pairOf(id, secret));
    this.#pairs = new Map(pairs.map((pair) => [pair.id, pair]));
    this.current = pairs.find(({ id }) => id === current.id) ?? pairOf(current.id, current.secret);
    this.published = pairs.map(published);
  }

  /** The key that verifies tokens with this `kid`; undefined for one that is not, or no longer, in the ring. */
  verifying(id: string): KeyObject | undefined {
    return this.#pairs.get(id)?.publicKey;
  }
}

function pairOf(id: string, secret: Buffer): KeyPair {
  // The ring lets secrets be longer than a seed.
  const seed = secret.length === SEED_BYTES ? secret : createHash('sha256').update(secret).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return { id, privateKey, publicKey: createPublicKey(privateKey) };
}

function published({ id, publicKey }: KeyPair): PublicKey {
  const { x } = publicKey.export({ format: 'jwk' });
  if (typeof x !== 'string') throw new Error('An Ed25519 key without its coordinate');
  return { kty: 'OKP', crv: 'Ed25519', x, kid: id, alg: 'EdDSA', use: 'sig' };
}
