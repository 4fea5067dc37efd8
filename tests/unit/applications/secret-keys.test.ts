import { randomUUID } from 'node:crypto';
import { CheckedSecretKeys } from '../../../libs/applications/adapters/crypto/checked-secret-keys.js';

const keys = new CheckedSecretKeys();

describe('a secret key', () => {
  it('names itself, and is found by its prefix', () => {
    const id = randomUUID();
    const { text, hash, hint } = keys.create(id);
    expect(text).toMatch(/^ghk_[0-9a-f]{32}_[0-9A-Za-z]{49}$/);
    expect(text.endsWith(hint)).toBe(true);
    expect(keys.read(text)).toEqual({ keyId: id, hash });
  });

  it('is another one each time, and nothing of it is in its hash', () => {
    const id = randomUUID();
    const made = Array.from({ length: 100 }, () => keys.create(id));
    expect(new Set(made.map(({ text }) => text)).size).toBe(100);
    for (const { text, hash } of made) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(hash).not.toContain(text.slice(-20));
    }
  });

  it('shows by its check, without any store, that it was mistyped', () => {
    const { text } = keys.create(randomUUID());
    const at = (place: number) => {
      const other = text[place] === '0' ? '1' : '0';
      return `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
    };
    for (let place = 4; place < text.length; place += 1)
      expect({ place, read: keys.read(at(place)) }).toEqual({ place, read: null });
    expect(keys.read(text.slice(0, -1))).toBeNull();
    expect(keys.read(`${text}0`)).toBeNull();
    expect(keys.read(text.toUpperCase())).toBeNull();
    expect(keys.read(`${text}\n`)).toBeNull();
    expect(keys.read('')).toBeNull();
  });
});
