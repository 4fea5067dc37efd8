import { createHmac } from 'node:crypto';
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
    const mac = createHmac('sha256', this.keys.get(keyId)).update(id).digest();
    const number = mac.readBigUInt64BE(0) % 10n ** BigInt(digits);
    return number.toString().padStart(digits, '0');
  }
}
