import { constants, createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { TokenKeys } from '../../../libs/access/adapters/jose/token-keys.js';
import { keyRing } from './key-rings.js';

type Change = Readonly<Record<string, unknown>>;

const json = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Tokens that nobody may accept, each with what is wrong with it, and `good`, which differs from them by that alone. */
export function forgedTokens({ issuer, now }: { issuer: string; now: Date }) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
  const ourKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, keyRing('first').current.secret]),
    format: 'der',
    type: 'pkcs8',
  });
  const ourJwk = new TokenKeys(keyRing('first')).published[0];
  const iat = now.getTime() / 1000;
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'first' };
  const claims = {
    iss: issuer,
    aud: 'shop',
    client_id: 'shop',
    sub: 'ada',
    sid: 'session-1',
    roles: ['user'],
    iat,
    exp: iat + 600,
    jti: 'x',
  };
  /** Signed with our own key: what it says is all that can be wrong with it. */
  const ours = (headerChange: Change, claimsChange: Change, key = ourKey): string => {
    const text = `${json({ ...header, ...headerChange })}.${json({ ...claims, ...claimsChange })}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  };
  const theirs = (headerChange: Change): string => ours(headerChange, { roles: ['admin'] }, privateKey);
  const hmac = (alg: 'HS256' | 'HS512', secret: string | Buffer, headerChange: Change = {}): string => {
    const text = `${json({ ...header, alg, ...headerChange })}.${json(claims)}`;
    return `${text}.${createHmac(`sha${alg.slice(2)}`, secret)
      .update(text)
      .digest('base64url')}`;
  };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** Well signed, as its header says, with a key of somebody else's. */
  const signedAs = (alg: 'RS256' | 'PS256' | 'ES256', headerChange: Change): string => {
    const text = `${json({ ...header, alg, ...headerChange })}.${json({ ...claims, roles: ['admin'] })}`;
    const key = {
      RS256: { key: rsa.privateKey },
      PS256: { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
      ES256: { key: elliptic.privateKey, dsaEncoding: 'ieee-p1363' as const },
    }[alg];
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  const rsaJwk = rsa.publicKey.export({ format: 'jwk' });
  const rsaPem = rsa.publicKey.export({ format: 'pem', type: 'spki' });
  const theirJwk = publicKey.export({ format: 'jwk' });
  const spki = publicKey.export({ format: 'pem', type: 'spki' });
  const ourSpki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(ourJwk?.x ?? '', 'base64url'),
  ]);

  const ourPem = `-----BEGIN PUBLIC KEY-----\n${ourSpki.toString('base64')}\n-----END PUBLIC KEY-----\n`;

  const forged: readonly (readonly [string, string])[] = [
    ['alg none, unsigned', `${json({ ...header, alg: 'none' })}.${json(claims)}.`],
    ['alg None, unsigned', `${json({ ...header, alg: 'None' })}.${json(claims)}.`],
    ['alg none with a signature', ours({ alg: 'none' }, {})],
    ['EdDSA without a signature', `${json(header)}.${json(claims)}.`],
    ['HS256 keyed with our public key', hmac('HS256', ourJwk?.x ?? '')],
    ['HS256 keyed with its bytes', hmac('HS256', Buffer.from(ourJwk?.x ?? '', 'base64url'))],
    ['HS256 keyed with its DER', hmac('HS256', ourSpki)],
    ['HS256 keyed with its JWK', hmac('HS256', JSON.stringify(ourJwk))],
    ['HS256 keyed with its PEM', hmac('HS256', ourPem)],
    ['HS512 keyed with its PEM', hmac('HS512', ourPem)],
    ['HS256 keyed with its PEM, without kid', hmac('HS256', ourPem, { kid: undefined })],
    ['HS256 keyed with nothing', hmac('HS256', '')],
    ['RS256 by an RSA key, under our kid', signedAs('RS256', {})],
    ['RS256 by an RSA key, embedded', signedAs('RS256', { jwk: rsaJwk })],
    ['RS256 by an RSA key, embedded without kid', signedAs('RS256', { jwk: rsaJwk, kid: undefined })],
    ['RS256 by an RSA key, by URL', signedAs('RS256', { jku: 'https://evil.example/jwks.json' })],
    ['HS256 keyed with an RSA key that is embedded', hmac('HS256', rsaPem, { jwk: rsaJwk })],
    ['PS256 by an RSA key, under our kid', signedAs('PS256', {})],
    ['ES256 by an elliptic key, under our kid', signedAs('ES256', {})],
    ['EdDSA over an RSA signature', signedAs('RS256', { alg: 'EdDSA' })],
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
    ['an issuer with a slash more', ours({}, { iss: `${issuer}/` })],
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
  ];
  return { good: ours({}, {}), forged };
}
