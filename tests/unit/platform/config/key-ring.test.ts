import { KeyRing } from '@gatehouse/platform/config';

const base64 = (bytes: number, fill = 1) => Buffer.alloc(bytes, fill).toString('base64');

describe('a key ring', () => {
  it('is read from `id:base64`, the current key first', () => {
    const ring = KeyRing.parse(`second:${base64(32, 2)}, first:${base64(48, 1)}`);
    expect(ring.current).toEqual({ id: 'second', secret: Buffer.alloc(32, 2) });
    expect(ring.all.map(({ id }) => id)).toEqual(['second', 'first']);
    expect(ring.get('first')).toEqual(Buffer.alloc(48, 1));
  });

  it('takes base64 with and without padding, and the alphabet of URLs', () => {
    const secret = Buffer.alloc(32, 0xfb);
    for (const text of [
      secret.toString('base64'),
      secret.toString('base64url'),
      secret.toString('base64').slice(0, -1),
    ]) {
      expect(KeyRing.parse(`a:${text}`).current.secret).toEqual(secret);
    }
  });

  it('makes the HMAC-SHA-256 of a text by the current key, or by the one named', () => {
    // RFC 4231, test case 2, whose key is shorter than the settings let one be.
    const rfc = new KeyRing([{ id: 'rfc', secret: Buffer.from('Jefe') }]);
    expect(rfc.mac('what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    const ring = KeyRing.parse(`second:${base64(32, 2)}, first:${base64(48, 1)}`);
    expect(ring.mac('a')).toEqual(ring.mac('a', 'second'));
    expect(ring.mac('a', 'first')).not.toEqual(ring.mac('a'));
  });

  it('knows no key that is not in it', () => {
    const ring = KeyRing.parse(`first:${base64(32)}`);
    expect(() => ring.get('second')).toThrow('No key "second" in the ring');
    expect(() => ring.mac('a', 'second')).toThrow('No key "second" in the ring');
  });

  it.each([
    ['', 'must have the form id:base64,id:base64'],
    [base64(32), 'must have the form id:base64,id:base64'],
    [`:${base64(32)}`, 'must have the form id:base64,id:base64'],
    ['first:', 'must have the form id:base64,id:base64'],
    ['first:not base64!', 'must have the form id:base64,id:base64'],
    [`a b:${base64(32)}`, 'must have the form id:base64,id:base64'],
    [`${'a'.repeat(33)}:${base64(32)}`, 'must have the form id:base64,id:base64'],
    [`first:${base64(32)},`, 'must have the form id:base64,id:base64'],
    [`first:${base64(31)}`, 'must contain keys of at least 32 bytes (first is shorter)'],
    [`a:${base64(32)},b:${base64(16)}`, 'must contain keys of at least 32 bytes (b is shorter)'],
    [`a:${base64(32)},a:${base64(32, 2)}`, 'must not contain a key id twice'],
  ])('is not %j', (text, message) => {
    expect(() => KeyRing.parse(text)).toThrow(message);
  });

  it('never says a secret in what it complains about', () => {
    for (const text of ['c2VjcmV0', 'first:c2VjcmV0', 'first:c2VjcmV0!']) {
      const complaint = () => {
        try {
          KeyRing.parse(text);
        } catch (error) {
          return String(error);
        }
        return '';
      };
      expect(complaint()).toMatch(/must/);
      expect(complaint()).not.toContain('c2VjcmV0');
    }
  });

  it('holds one key at least', () => {
    expect(() => new KeyRing([])).toThrow('must contain at least one key');
  });
});
