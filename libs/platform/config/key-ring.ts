import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/;
const MIN_BYTES = 32;

/** Secrets by id. New work uses the current one; what an earlier one made can still be read while it is in the ring. */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Key>;
  /** Made once: to make one of bytes takes longer than an HMAC. */
  readonly #macKeys: ReadonlyMap<string, KeyObject>;

  constructor(keys: readonly Key[]) {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#macKeys = new Map(keys.map(({ id, secret }) => [id, createSecretKey(secret)]));
    if (keys.length === 0) throw new Error('must contain at least one key');
    if (this.#keys.size !== keys.length) throw new Error('must not contain a key id twice');
  }

  /** Reads `id:base64,id:base64`, the current key first. @throws Error saying what is wrong, without the secret */
  static parse(text: string): KeyRing {
    return new KeyRing(
      text.split(',').map((entry) => {
        const [, id, encoded] = ENTRY.exec(entry.trim()) ?? [];
        if (!id || !encoded) throw new Error('must have the form id:base64,id:base64');
        const secret = Buffer.from(encoded, 'base64');
        if (secret.length < MIN_BYTES)
          throw new Error(`must contain keys of at least ${MIN_BYTES} bytes (${id} is shorter)`);
        return { id, secret };
      }),
    );
  }

  get current(): Key {
    return this.#keys.values().next().value as Key;
  }

  get all(): readonly Key[] {
    return [...this.#keys.values()];
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** @throws Error when the ring has no such key */
  get(id: string): Buffer {
    return this.#known(this.#keys, id).secret;
  }

  /**
   * HMAC-SHA-256 of a text, 32 bytes: by the current key, or by the one of that id.
   * @throws Error when the ring has no such key
   */
  mac(text: string, id: string = this.current.id): Buffer {
    return createHmac('sha256', this.#known(this.#macKeys, id)).update(text).digest();
  }

  #known<T>(byId: ReadonlyMap<string, T>, id: string): T {
    const found = byId.get(id);
    if (found === undefined) throw new Error(`No key "${id}" in the ring`);
    return found;
  }
}
