import type { KeyRing } from '@gatehouse/platform/config';
import type { CodeDigits } from '../../application/ports/code-digits.js';

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
