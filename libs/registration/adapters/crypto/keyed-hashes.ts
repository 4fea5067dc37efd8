import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '@gatehouse/platform/config';
import type { CodeDigits } from '../../application/ports/codes.js';
import type { UndoTokens } from '../../application/ports/email-changes.js';
import type { FeedbackTokens } from '../../application/ports/feedback.js';

/**
 * The first 8 bytes of HMAC-SHA-256(key, code id) as an unsigned integer, modulo 10^digits. The modulo's bias is
 * below 10^10 / 2^64, so under 10⁻⁹.
 */
export class HmacCodeDigits implements CodeDigits {
  constructor(private readonly keys: KeyRing) {}

  get currentKeyId(): string {
    return this.keys.current.id;
  }

  knows(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  of({ id, keyId, digits }: { readonly id: string; readonly keyId: string; readonly digits: number }): string {
    const number = this.keys.mac(id, keyId).readBigUInt64BE(0) % 10n ** BigInt(digits);
    return number.toString().padStart(digits, '0');
  }
}

const ID_BYTES = 16;

/** An id and its HMAC-SHA-256, as 64 characters of base64url. A key that leaves the ring takes its tokens along. */
class HmacTokens {
  /** @param use sets the tokens of one use apart from those of another */
  constructor(
    private readonly keys: KeyRing,
    private readonly use: string,
  ) {}

  of(id: string): string {
    return Buffer.concat([bytesOf(id), this.#proofOf(id, this.keys.current.id)]).toString('base64url');
  }

  /** Null if it is not one of ours. */
  idIn(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url');
    const id = idOf(bytes.subarray(0, ID_BYTES));
    const proof = bytes.subarray(ID_BYTES);
    const isProven = this.keys.all.some((key) => {
      const expected = this.#proofOf(id, key.id);
      return proof.length === expected.length && timingSafeEqual(proof, expected);
    });
    return isProven ? id : null;
  }

  #proofOf(id: string, keyId: string): Buffer {
    return this.keys.mac(`${this.use}|${id}`, keyId);
  }
}

export class HmacUndoTokens implements UndoTokens {
  readonly #tokens: HmacTokens;

  constructor(keys: KeyRing) {
    this.#tokens = new HmacTokens(keys, 'email-undo');
  }

  of(changeId: string): string {
    return this.#tokens.of(changeId);
  }

  changeOf(token: string): string | null {
    return this.#tokens.idIn(token);
  }
}

export class HmacFeedbackTokens implements FeedbackTokens {
  readonly #tokens: HmacTokens;

  constructor(keys: KeyRing) {
    this.#tokens = new HmacTokens(keys, 'feedback');
  }

  of(userId: string): string {
    return this.#tokens.of(userId);
  }

  userOf(token: string): string | null {
    return this.#tokens.idIn(token);
  }
}

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const SALT_BYTES = 16;

/** The salt that all pending registrations of one address share (ADR-0012): secret, and different for every address. */
export const addressSalt = (keys: KeyRing, application: string, email: string): Buffer =>
  keys.mac(`salt|${application}|${email}`).subarray(0, SALT_BYTES);
