import { randomBytes } from 'node:crypto';
import { uuidV7 } from '@gatehouse/platform/ids';
import { JoseAccessTokens } from '../../../libs/access/adapters/jose/jose-access-tokens.js';
import { TokenKeys } from '../../../libs/access/adapters/jose/token-keys.js';
import { forgedTokens } from '../../support/access/forged-tokens.js';
import { keyRing } from '../../support/access/key-rings.js';
import { StoppedClock } from '../../support/access/stopped-clock.js';

const ISSUER = 'https://accounts.example';
const NOW = new Date('2026-05-01T12:00:00.000Z');
const SUBJECT = { application: 'shop', userId: 'ada', sessionId: 'session-1', roles: ['user'] };

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
    const { good, forged } = forgedTokens({ issuer: ISSUER, now: NOW });

    it('differ in the change alone', async () => {
      expect(await tokens.verify(good, 'shop')).not.toBeNull();
    });

    it.each(forged)('are refused: %s', async (_, token) => {
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
