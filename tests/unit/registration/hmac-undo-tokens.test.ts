import { randomUUID } from 'node:crypto';
import { KeyRing } from '@gatehouse/platform/config';
import { HmacUndoTokens } from '../../../libs/registration/adapters/crypto/keyed-hashes.js';

const key = (id: string) => ({ id, secret: Buffer.alloc(32, id) });
const tokens = new HmacUndoTokens(new KeyRing([key('new'), key('old')]));
const CHANGE = '0197a000-0000-7000-8000-00000000000a';

describe('the token of a link that undoes a change of address', () => {
  it('is 64 characters that an address takes as they are, the same each time', () => {
    expect(tokens.of(CHANGE)).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(tokens.of(CHANGE)).toBe(tokens.of(CHANGE));
    expect(tokens.of(randomUUID())).not.toBe(tokens.of(CHANGE));
  });

  it('leads to its change, also by a key that is only in the ring still', () => {
    expect(tokens.changeOf(tokens.of(CHANGE))).toBe(CHANGE);
    expect(tokens.changeOf(new HmacUndoTokens(new KeyRing([key('old')])).of(CHANGE))).toBe(CHANGE);
  });

  it('is worth nothing by a key that has left the ring', () => {
    expect(tokens.changeOf(new HmacUndoTokens(new KeyRing([key('gone')])).of(CHANGE))).toBeNull();
  });

  it('is worth nothing with any of its characters changed, shortened or made up', () => {
    const token = tokens.of(CHANGE);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.changeOf(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
    for (const made of ['', token.slice(0, 60), `${token}AAAA`, 'A'.repeat(64)])
      expect(tokens.changeOf(made)).toBeNull();
  });
});
