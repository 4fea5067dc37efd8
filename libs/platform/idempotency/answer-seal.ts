import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * Keeps what may be a session's tokens, and tells a request again that may hold a password. Its keys are made of a secret
 * of this service and of the key that the caller holds: neither the database nor the secret alone opens or tries anything.
 */
export class AnswerSeal {
  readonly #fingerprintKey: Buffer;
  readonly #answerKey: Buffer;

  /** @param id of the row: no other row has the same keys */
  constructor(
    secret: Buffer,
    callersKey: string,
    private readonly id: Buffer,
  ) {
    const material = Buffer.concat([secret, Buffer.from(callersKey, 'utf8')]);
    const bytes = Buffer.from(hkdfSync('sha256', material, id, 'gatehouse idempotency', 2 * KEY_BYTES));
    this.#fingerprintKey = bytes.subarray(0, KEY_BYTES);
    this.#answerKey = bytes.subarray(KEY_BYTES);
  }

  fingerprintOf(request: string): Buffer {
    return createHmac('sha256', this.#fingerprintKey).update(request).digest();
  }

  isOf(request: string, fingerprint: Buffer): boolean {
    return timingSafeEqual(this.fingerprintOf(request), fingerprint);
  }

  /** Nonce, sealed text, tag. */
  seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#answerKey, nonce).setAAD(this.id);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error for what this seal has not made */
  open(sealed: Buffer): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(-TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#answerKey, nonce, { authTagLength: TAG_BYTES })
      .setAAD(this.id)
      .setAuthTag(tag);
    const body = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  }
}
