import { createHmac } from 'node:crypto';
import { KeyRing } from '@gatehouse/platform/config';
import { addressSalt, HmacCodeDigits } from '../../../libs/registration/adapters/crypto/keyed-hashes.js';

const key = (fill: number) => Buffer.alloc(32, fill);
const ring = (...ids: [string, number][]) => new KeyRing(ids.map(([id, fill]) => ({ id, secret: key(fill) })));
const idOf = (index: number) => `0197a000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

describe('the digits of a code', () => {
  const digits = new HmacCodeDigits(ring(['first', 1]));

  it('are HMAC-SHA-256 of its id: the first 8 bytes as a number, modulo 10^digits', () => {
    const mac = createHmac('sha256', key(1)).update(idOf(7)).digest();
    const expected = (mac.readBigUInt64BE(0) % 10_000n).toString().padStart(4, '0');
    expect(digits.of({ id: idOf(7), keyId: 'first', digits: 4 })).toBe(expected);
  });

  it('are the same however often they are asked for', () => {
    const ask = () => digits.of({ id: idOf(1), keyId: 'first', digits: 6 });
    expect(new Set([ask(), ask(), ask()]).size).toBe(1);
  });

  it.each([4, 5, 6, 7, 8, 9, 10])('are %i digits with their leading zeros', (count) => {
    let leadingZeros = 0;
    for (let index = 0; index < 2_000; index++) {
      const text = digits.of({ id: idOf(index), keyId: 'first', digits: count });
      expect(text).toMatch(new RegExp(`^[0-9]{${count}}$`));
      if (text.startsWith('0')) leadingZeros++;
    }
    // One in ten: 200, give or take five standard deviations of √(2000 · 0.1 · 0.9) = 13.4.
    expect(Math.abs(leadingZeros - 200)).toBeLessThan(67);
  });

  it('are uniform: chi-square over 100,000 ids and all 10,000 codes', () => {
    const ids = 100_000;
    const cells = 10_000;
    const seen = new Array<number>(cells).fill(0);
    for (let index = 0; index < ids; index++) {
      const cell = Number(digits.of({ id: idOf(index), keyId: 'first', digits: 4 }));
      seen[cell] = (seen[cell] ?? 0) + 1;
    }
    const expected = ids / cells;
    const chiSquare = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

    // Critical value at p = 0.001 by Wilson and Hilferty: k · (1 − 2/9k + z · √(2/9k))³ with k = 9,999 and z = 3.0902,
    // so 9,999 · (1 − 0.0000222 + 3.0902 · 0.0047143)³ = 9,999 · 1.0145459³ = 10,441.7.
    const freedom = cells - 1;
    const z = 3.0902;
    const critical = freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;
    expect(critical).toBeCloseTo(10_441.7, 0);
    expect(chiSquare).toBeLessThan(critical);
    // Too even would be suspicious as well: the same at p = 0.999.
    const lowest = freedom * (1 - 2 / (9 * freedom) - z * Math.sqrt(2 / (9 * freedom))) ** 3;
    expect(chiSquare).toBeGreaterThan(lowest);
  });

  it('differ from key to key', () => {
    const other = new HmacCodeDigits(ring(['first', 2]));
    const same = Array.from({ length: 1_000 }, (_, index) => ({ id: idOf(index), keyId: 'first', digits: 4 })).filter(
      (code) => digits.of(code) === other.of(code),
    );
    expect(same.length).toBeLessThan(5);
  });

  it('are those of the key that the code was issued with, also after another has become the current one', () => {
    const rotated = new HmacCodeDigits(ring(['second', 2], ['first', 1]));
    const code = { id: idOf(3), keyId: 'first', digits: 8 };
    expect(rotated.currentKeyId).toBe('second');
    expect(rotated.of(code)).toBe(digits.of(code));
    expect(rotated.of({ ...code, keyId: 'second' })).not.toBe(digits.of(code));
  });

  it('match nothing once the key has left the ring', () => {
    const code = { id: idOf(3), keyId: 'gone', digits: 4 };
    expect(() => digits.of(code)).toThrow('No key "gone" in the ring');
  });
});

describe('the salt of an address', () => {
  it('is 16 bytes, the same for one address and another for any other', () => {
    const keys = ring(['first', 1]);
    const salt = addressSalt(keys, 'default', 'ada@example.org');
    expect(salt).toHaveLength(16);
    expect(addressSalt(keys, 'default', 'ada@example.org')).toEqual(salt);
    const others = [
      addressSalt(keys, 'default', 'eve@example.org'),
      addressSalt(keys, 'shop', 'ada@example.org'),
      addressSalt(ring(['first', 2]), 'default', 'ada@example.org'),
    ];
    expect(new Set([salt, ...others].map((one) => one.toString('hex'))).size).toBe(4);
  });
});
