import { createHash } from 'node:crypto';
import { ChainedRefreshTokens } from '../../../libs/access/adapters/crypto/chained-refresh-tokens.js';
import type { ReadRefreshToken } from '../../../libs/access/application/ports/tokens.js';
import { keyRing } from '../../support/access/key-rings.js';

const SESSION = '019a4f3f-1b2c-7a41-8c5d-3e9f70a1b2c3';

describe('refresh tokens', () => {
  const tokens = new ChainedRefreshTokens(keyRing('first'));
  const read = (text: string, reader = tokens): ReadRefreshToken => {
    const token = reader.read(text);
    if (!token) throw new Error('Not a token');
    return token;
  };

  it('are opaque text that fits into a header, a cookie or a URL', () => {
    expect(tokens.first(SESSION).text).toMatch(/^[\w-]{86}$/);
  });

  it('begin with 256 random bits, of which only the hash is given to the store', () => {
    const [one, other] = [tokens.first(SESSION), tokens.first(SESSION)];
    expect(one.text).not.toBe(other.text);
    const secret = Buffer.from(one.text, 'base64url').subarray(16, 48);
    expect(one.hash).toBe(createHash('sha256').update(secret).digest('hex'));
  });

  it('are read back with their session', () => {
    const { text, hash } = tokens.first(SESSION);
    expect(tokens.read(text)).toEqual({ text, hash, sessionId: SESSION, isGenuine: true });
  });

  it('have the same successor whenever and wherever it is asked for', () => {
    const token = read(tokens.first(SESSION).text);
    const elsewhere = new ChainedRefreshTokens(keyRing('first'));
    expect(tokens.successor(token)).toEqual(tokens.successor(token));
    expect(elsewhere.successor(read(token.text, elsewhere))).toEqual(tokens.successor(token));
    expect(tokens.successor(token).text).not.toBe(token.text);
  });

  it('have successors that cannot be made without the key', () => {
    const { text } = tokens.first(SESSION);
    const stranger = new ChainedRefreshTokens(keyRing('other'));
    expect(stranger.successor(read(text, stranger)).hash).not.toBe(tokens.successor(read(text)).hash);
  });

  it('prove that they were made here, for this session', () => {
    const bytes = Buffer.from(tokens.first(SESSION).text, 'base64url');
    expect(read(bytes.toString('base64url')).isGenuine).toBe(true);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(read(changed.toString('base64url')).isGenuine).toBe(false);
    }
  });

  describe('while the keys change', () => {
    const before = new ChainedRefreshTokens(keyRing('old'));
    const during = new ChainedRefreshTokens(keyRing('new', 'old'));
    const afterwards = new ChainedRefreshTokens(keyRing('new'));

    it('prove their origin as long as their key is in the ring', () => {
      const { text } = before.first(SESSION);
      expect(read(text, during).isGenuine).toBe(true);
      expect(read(text, afterwards).isGenuine).toBe(false);
    });

    it('still find the successor that the earlier key made', () => {
      const { text } = before.first(SESSION);
      const successor = before.successor(read(text, before));
      expect(during.knownSuccessor(read(text, during), successor.hash)).toEqual(successor);
      expect(during.successor(read(text, during)).hash).not.toBe(successor.hash);
      expect(afterwards.knownSuccessor(read(text, afterwards), successor.hash)).toBeNull();
    });
  });

  it.each(['', 'A'.repeat(85), 'A'.repeat(87), `${'A'.repeat(85)}=`, `${'A'.repeat(85)}+`, `${'A'.repeat(85)}\n`])(
    'are nothing of another form: %j',
    (text) => {
      expect(tokens.read(text)).toBeNull();
    },
  );
});
