export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/;
const MIN_BYTES = 32;

/** Secrets by id. New work uses the current one; what an earlier one made can still be read while it is in the ring. */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Key>;

  constructor(keys: readonly Key[]) {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    if (keys.length === 0) throw new Error('must hold at least one key');
    if (this.#keys.size !== keys.length) throw new Error('must not name a key twice');
  }

  /** Reads `id:base64,id:base64`, the current key first. @throws Error saying what is wrong, without the secret */
  static parse(text: string): KeyRing {
    return new KeyRing(
      text.split(',').map((entry) => {
        const [, id, encoded] = ENTRY.exec(entry.trim()) ?? [];
        if (!id || !encoded) throw new Error('must be of the form id:base64,id:base64');
        const secret = Buffer.from(encoded, 'base64');
        if (secret.length < MIN_BYTES)
          throw new Error(`must hold keys of at least ${MIN_BYTES} bytes (${id} is shorter)`);
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
    const key = this.#keys.get(id);
    if (!key) throw new Error(`No key "${id}" in the ring`);
    return key.secret;
  }
}
