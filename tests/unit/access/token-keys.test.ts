import { KeyRing } from '@gatehouse/platform/config';
import { TokenKeys } from '../../../libs/access/adapters/jose/token-keys.js';
import { keyRing } from '../../support/access/key-rings.js';

describe('the keys of access tokens', () => {
  it('are the Ed25519 keys of their seeds (RFC 8037, appendix A)', () => {
    const seed = Buffer.from('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', 'base64url');
    expect(new TokenKeys(new KeyRing([{ id: 'rfc', secret: seed }])).published).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
        kid: 'rfc',
        alg: 'EdDSA',
        use: 'sig',
      },
    ]);
  });

  it('are the same in every process that has the ring', () => {
    expect(new TokenKeys(keyRing('a', 'b')).published).toEqual(new TokenKeys(keyRing('a', 'b')).published);
  });

  it('may come from secrets longer than a seed', () => {
    const ring = new KeyRing([{ id: 'long', secret: Buffer.alloc(48, 1) }]);
    expect(Buffer.from(new TokenKeys(ring).published[0]?.x ?? '', 'base64url')).toHaveLength(32);
  });

  it('verify by their id alone', () => {
    const keys = new TokenKeys(keyRing('a', 'b'));
    expect(keys.current.id).toBe('a');
    expect(keys.verifying('b')).toBeDefined();
    for (const id of ['c', '', '__proto__', 'constructor', 'toString', '../a', 'a\0', 'A', ' a']) {
      expect(keys.verifying(id)).toBeUndefined();
    }
  });
});
