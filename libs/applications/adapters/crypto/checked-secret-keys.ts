import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SecretKey, SecretKeys } from '../../application/ports/keys.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
/** 62⁴³ is just more than 2²⁵⁶, 62⁶ than 2³². */
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const FORM = new RegExp(`^ghk_([0-9a-f]{32})_[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);

/**
 * Keys of the form `ghk_<id>_<secret><check>`. The prefix lets scanners of code and logs find them, the check (CRC-32 of
 * all before it) lets them recognize a key without asking us; letters and digits alone are selected by
 * a double click.
 */
export class CheckedSecretKeys implements SecretKeys {
  create(keyId: string): SecretKey {
    const secret = inBase62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH);
    const body = `ghk_${keyId.replaceAll('-', '')}_${secret}`;
    const text = `${body}${checkOf(body)}`;
    return { text, hash: hashOf(text), hint: text.slice(-4) };
  }

  read(text: string): { keyId: string; hash: string } | null {
    const [, id] = FORM.exec(text) ?? [];
    if (id === undefined || checkOf(text.slice(0, -CHECK_LENGTH)) !== text.slice(-CHECK_LENGTH)) return null;
    return { keyId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), hash: hashOf(text) };
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const checkOf = (body: string): string => inBase62(BigInt(crc32(body)), CHECK_LENGTH);

function inBase62(number: bigint, length: number): string {
  let [text, rest] = ['', number];
  for (let place = 0; place < length; place += 1) {
    text = `${DIGITS[Number(rest % 62n)]}${text}`;
    rest /= 62n;
  }
  return text;
}
