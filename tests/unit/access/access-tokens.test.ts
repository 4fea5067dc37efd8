import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { uuidV7 } from '@gatehouse/platform/ids';
import { JoseAccessTokens } from '../../../libs/access/adapters/jose/jose-access-tokens.js';
import { TokenKeys } from '../../../libs/access/adapters/jose/token-keys.js';
import { keyRing } from '../../support/access/key-rings.js';
import { StoppedClock } from '../../support/access/stopped-clock.js';

const ISSUER = 'https://accounts.example';
const NOW = new Date('2026-05-01T12:00:00.000Z');
const SUBJECT = { application: 'shop', userId: 'ada', sessionId: 'session-1', roles: ['user'] };

const json = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const read = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe('access tokens', () => {
  const clock = new StoppedClock(NOW);
  const tokensOf = (...ids: readonly string[]) =>
    new JoseAccessTokens(new TokenKeys(keyRing(...ids)), ISSUER, clock, uuidV7);
  const tokens = tokensOf('first');
  const issue = async () => (await tokens.issue(SUBJECT)).token;

  it('are JWTs of the profile RFC 9068 for one application, ten minutes long', async () => {
    const { token, lifeSeconds } = await tokens.issue(SUBJECT);
    const [header, payload] = token.split('.').slice(0, 2).map(read);
    const iat = NOW.getTime() / 1000;
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first' });
    expect(payload).toEqual({
      iss: ISSUER,
      aud: 'shop',
      client_id: 'shop',
      sub: 'ada',
      sid: 'session-1',
      roles: ['user'],
      scope: 'account',
      iat,
      exp: iat + 600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(lifeSeconds).toBe(600);
  });

  it('have an id of their own each', async () => {
    const ids = await Promise.all([issue(), issue()]);
    expect(new Set(ids.map((token) => read(token.split('.')[1]).jti)).size).toBe(2);
  });

  it('say, when verified, whom they speak for', async () => {
    expect(await tokens.verify(await issue(), 'shop')).toEqual({ ...SUBJECT, expiresAt: NOW.getTime() + 600_000 });
  });

  it('end on the second', async () => {
    const later = new StoppedClock(NOW);
    const verifier = new JoseAccessTokens(new TokenKeys(keyRing('first')), ISSUER, later, uuidV7);
    const token = await issue();
    later.advance(599_999);
    expect(await verifier.verify(token, 'shop')).not.toBeNull();
    later.advance(1);
    expect(await verifier.verify(token, 'shop')).toBeNull();
  });

  describe('while the keys change', () => {
    it('are verified by processes that have the new key already, and by those that sign with it already', async () => {
      const stages = [['first'], ['first', 'second'], ['second', 'first'], ['second']].map((ids) => tokensOf(...ids));
      const verifies = async (signer: number, verifier: number) => {
        const issued = await stages[signer]?.issue(SUBJECT);
        return (await stages[verifier]?.verify(issued?.token ?? '', 'shop')) !== null;
      };
      // A deployment goes from one stage to the next instance by instance.
      for (const stage of [0, 1]) {
        expect(await verifies(stage, stage + 1)).toBe(true);
        expect(await verifies(stage + 1, stage)).toBe(true);
      }
      // The old key goes when its last token is over.
      expect(await verifies(2, 3)).toBe(true);
      expect(await verifies(0, 3)).toBe(false);
    });

    it('name the key that signed them', async () => {
      const { token } = await tokensOf('second', 'first').issue(SUBJECT);
      expect(read(token.split('.')[0]).kid).toBe('second');
    });
  });

  describe('that somebody made or changed', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
    const ourKey = createPrivateKey({
      key: Buffer.concat([PKCS8_PREFIX, keyRing('first').current.secret]),
      format: 'der',
      type: 'pkcs8',
    });
    const ourJwk = new TokenKeys(keyRing('first')).published[0];
    const iat = NOW.getTime() / 1000;
    const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'first' };
    const claims = {
      iss: ISSUER,
      aud: 'shop',
      client_id: 'shop',
      sub: 'ada',
      sid: 'session-1',
      roles: ['user'],
      iat,
      exp: iat + 600,
      jti: 'x',
    };
    type Change = Readonly<Record<string, unknown>>;

    /** Signed with our own key: what it says is all that can be wrong with it. */
    const ours = (headerChange: Change, claimsChange: Change, key = ourKey): string => {
      const text = `${json({ ...header, ...headerChange })}.${json({ ...claims, ...claimsChange })}`;
      return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
    };
    const theirs = (headerChange: Change): string => ours(headerChange, { roles: ['admin'] }, privateKey);
    const hmac = (alg: string, secret: string | Buffer): string => {
      const text = `${json({ ...header, alg })}.${json(claims)}`;
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    };

    it('are told apart by the change alone', async () => {
      expect(await tokens.verify(ours({}, {}), 'shop')).not.toBeNull();
    });

    const theirJwk = publicKey.export({ format: 'jwk' });
    const spki = publicKey.export({ format: 'pem', type: 'spki' });
    const ourSpki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(ourJwk?.x ?? '', 'base64url'),
    ]);

    it.each<[string, string]>([
      ['alg none, unsigned', `${json({ ...header, alg: 'none' })}.${json(claims)}.`],
      ['alg None, unsigned', `${json({ ...header, alg: 'None' })}.${json(claims)}.`],
      ['alg none with a signature', ours({ alg: 'none' }, {})],
      ['EdDSA without a signature', `${json(header)}.${json(claims)}.`],
      ['HS256 keyed with our public key', hmac('HS256', ourJwk?.x ?? '')],
      ['HS256 keyed with its bytes', hmac('HS256', Buffer.from(ourJwk?.x ?? '', 'base64url'))],
      ['HS256 keyed with its DER', hmac('HS256', ourSpki)],
      ['HS256 keyed with its JWK', hmac('HS256', JSON.stringify(ourJwk))],
      ['HS256 keyed with nothing', hmac('HS256', '')],
      ['alg Ed25519: another name for the same', ours({ alg: 'Ed25519' }, {})],
      ['alg ES256 over our signature', ours({ alg: 'ES256' }, {})],
      ['alg as a list', ours({ alg: ['EdDSA'] }, {})],
      ['no alg', ours({ alg: undefined }, {})],
      ['another key under our kid', theirs({})],
      ['another key, embedded', theirs({ jwk: theirJwk })],
      ['another key, embedded without kid', theirs({ jwk: theirJwk, kid: undefined })],
      ['another key, by URL', theirs({ jku: 'https://evil.example/jwks.json', kid: 'evil' })],
      ['another key, by certificate', theirs({ x5c: [spki], x5u: 'https://evil.example/cert.pem' })],
      ['a kid that is a path', theirs({ kid: '../../../dev/null' })],
      ['a kid that is SQL', theirs({ kid: "' or 1=1 --" })],
      ['a kid that is a property', theirs({ kid: '__proto__' })],
      ['a kid that is an object', theirs({ kid: { id: 'first' } })],
      ['a kid that is not in the ring', ours({ kid: 'second' }, {})],
      ['no kid', ours({ kid: undefined }, {})],
      ['an extension that we must understand', ours({ crit: ['exp'], exp: iat + 600 }, {})],
      ['an unencoded payload', ours({ crit: ['b64'], b64: false }, {})],
      ['typ JWT', ours({ typ: 'JWT' }, {})],
      ['typ of an ID token', ours({ typ: 'id+jwt' }, {})],
      ['no typ', ours({ typ: undefined }, {})],
      ['another issuer', ours({}, { iss: 'https://evil.example' })],
      ['an issuer with a slash more', ours({}, { iss: `${ISSUER}/` })],
      ['no issuer', ours({}, { iss: undefined })],
      ['another application', ours({}, { aud: 'default' })],
      ['another case of the application', ours({}, { aud: 'SHOP' })],
      ['no audience', ours({}, { aud: undefined })],
      ['a list of audiences', ours({}, { aud: ['shop', 'default'] })],
      ['an empty list of audiences', ours({}, { aud: [] })],
      ['an audience that is an object', ours({}, { aud: { shop: true } })],
      ['an end that is now', ours({}, { exp: iat })],
      ['an end as text', ours({}, { exp: String(iat + 600) })],
      ['no end', ours({}, { exp: undefined })],
      ['a beginning that is still to come', ours({}, { nbf: iat + 60 })],
      ['no time of issue', ours({}, { iat: undefined })],
      ['no subject', ours({}, { sub: undefined })],
      ['a subject that is a number', ours({}, { sub: 7 })],
      ['no session', ours({}, { sid: undefined })],
      ['no roles', ours({}, { roles: undefined })],
      ['roles as text', ours({}, { roles: 'user' })],
      ['roles that are no texts', ours({}, { roles: [{ toString: 'user' }] })],
      ['no id', ours({}, { jti: undefined })],
      ['claims that are a list', `${json(header)}.${json([])}.x`],
      ['claims that are null', ours({}, {}).replace(/\.[^.]+\./, `.${json(null)}.`)],
      ['two parts', `${json(header)}.${json(claims)}`],
      ['four parts', `${ours({}, {})}.x`],
      ['five parts, as if encrypted', `${json({ alg: 'dir', enc: 'A256GCM' })}..x.x.x`],
      ['a header that is no JSON', `${Buffer.from('{"alg":').toString('base64url')}.${json(claims)}.x`],
      ['a header that is null', `${json(null)}.${json(claims)}.x`],
      ['a signature of another length', `${ours({}, {}).slice(0, -20)}`],
      ['a signature that is no base64url', `${ours({}, {}).slice(0, -4)}====`],
      ['nothing', ''],
    ])('are refused: %s', async (_, token) => {
      expect(await tokens.verify(token, 'shop')).toBeNull();
    });

    it('are refused, whichever byte was changed, without a fault', async () => {
      const token = await issue();
      // The last character of the signature has bits to spare.
      for (let at = 0; at < token.length - 1; at += 1) {
        const other = token[at] === 'A' ? 'B' : 'A';
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        expect([at, await tokens.verify(changed, 'shop')]).toEqual([at, null]);
      }
    });

    it('are refused, whatever bytes they are, without a fault', async () => {
      for (let garbage = 0; garbage < 300; garbage += 1) {
        const parts = [1, 2, 3].map(() => randomBytes(garbage % 40).toString('base64url'));
        expect(await tokens.verify(parts.join('.'), 'shop')).toBeNull();
      }
    });
  });
});
