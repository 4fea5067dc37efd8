import { AccessTokenInvalid, AccessTokenVerifier, KeysUnavailable } from '@gatehouse/client/verify';
import { uuidV7 } from '@gatehouse/platform/ids';
import { jest } from '@jest/globals';
import { JoseAccessTokens } from '../../../libs/access/adapters/jose/jose-access-tokens.js';
import { TokenKeys } from '../../../libs/access/adapters/jose/token-keys.js';
import { forgedTokens } from '../../support/access/forged-tokens.js';
import { keyRing } from '../../support/access/key-rings.js';
import { StoppedClock } from '../../support/access/stopped-clock.js';

const ISSUER = 'https://accounts.example';
const NOW = new Date('2026-05-01T12:00:00.000Z');
const SUBJECT = { application: 'shop', userId: 'ada', sessionId: 'session-1', roles: ['user'] };

/** The service as another one sees it: tokens come in, keys are at its address. */
function service(...ids: readonly string[]) {
  const clock = new StoppedClock(NOW);
  const asked: string[] = [];
  const stand = {
    clock,
    asked,
    keys: ids as readonly string[],
    status: 200,
    verifier: (changes: object = {}) =>
      new AccessTokenVerifier({
        issuer: ISSUER,
        application: 'shop',
        clockToleranceSeconds: 0,
        now: () => clock.now().getTime(),
        fetch: async (input) => {
          asked.push(String(input));
          const keys = new TokenKeys(keyRing(...stand.keys)).published;
          return Response.json({ keys }, { status: stand.status });
        },
        ...changes,
      }),
    issue: async (subject = SUBJECT) => {
      const issuer = new JoseAccessTokens(new TokenKeys(keyRing(...stand.keys)), ISSUER, clock, uuidV7);
      return (await issuer.issue(subject)).token;
    },
  };
  return stand;
}

/** The library looks at the platform's clock to see how old its keys are. */
const later = (ms: number) => jest.setSystemTime(Date.now() + ms);
beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

describe('the verifier of access tokens', () => {
  it('says whom a token speaks for, and fetches the keys once', async () => {
    const { verifier, issue, asked } = service('first');
    const own = verifier();
    const expected = { ...SUBJECT, scopes: ['account'], expiresAt: new Date(NOW.getTime() + 600_000) };
    expect(await own.verify(await issue())).toEqual(expected);
    expect(await own.verify(await issue())).toEqual(expected);
    expect(asked).toEqual([`${ISSUER}/.well-known/jwks.json`]);
  });

  it('takes the keys from another address if given, and tokens of several applications', async () => {
    const { verifier, issue, asked } = service('first');
    const own = verifier({ keysUrl: 'http://gatehouse.internal/keys', application: ['shop', 'forum'] });
    expect(await own.verify(await issue({ ...SUBJECT, application: 'forum' }))).toMatchObject({ application: 'forum' });
    await expect(own.verify(await issue({ ...SUBJECT, application: 'default' }))).rejects.toThrow(AccessTokenInvalid);
    expect(asked).toEqual(['http://gatehouse.internal/keys']);
  });

  it('distinguishes a token that has expired from one that never was good', async () => {
    const { verifier, issue, clock } = service('first');
    const token = await issue();
    clock.advance(599_999);
    await expect(verifier().verify(token)).resolves.toMatchObject({ userId: 'ada' });
    clock.advance(1);
    await expect(verifier().verify(token)).rejects.toMatchObject({ name: 'AccessTokenInvalid', isExpired: true });
    await expect(verifier().verify('x.y.z')).rejects.toMatchObject({ name: 'AccessTokenInvalid', isExpired: false });
    await expect(verifier({ clockToleranceSeconds: 5 }).verify(token)).resolves.toMatchObject({ userId: 'ada' });
  });

  const { good, forged } = forgedTokens({ issuer: ISSUER, now: NOW });

  it('takes the token that forgeries differ from', async () => {
    await expect(service('first').verifier().verify(good)).resolves.toMatchObject({ userId: 'ada' });
  });

  it.each(forged)('refuses %s', async (_, token) => {
    await expect(service('first').verifier().verify(token)).rejects.toMatchObject({ name: 'AccessTokenInvalid' });
  });

  it('refuses what is too long, without a look at the keys', async () => {
    const { verifier, asked } = service('first');
    await expect(verifier().verify('x'.repeat(5_000))).rejects.toThrow(AccessTokenInvalid);
    expect(asked).toEqual([]);
  });
});

describe('the verifier, while keys change', () => {
  it('refuses no token whose key was published before it signed', async () => {
    const stand = service('first');
    const verifier = stand.verifier();
    await verifier.verify(await stand.issue());
    stand.keys = ['first', 'second'];
    later(300_001);
    await verifier.verify(await stand.issue());
    stand.keys = ['second', 'first'];
    await expect(verifier.verify(await stand.issue())).resolves.toMatchObject({ userId: 'ada' });
    expect(stand.asked).toHaveLength(2);
  });

  it('looks again for a key that it has not heard of, and once in 30 s however many are made up', async () => {
    const stand = service('first');
    const verifier = stand.verifier();
    await verifier.verify(await stand.issue());
    stand.keys = ['second', 'first'];
    const token = await stand.issue();
    for (let made = 0; made < 5; made += 1) await expect(verifier.verify(token)).rejects.toThrow(AccessTokenInvalid);
    expect(stand.asked).toHaveLength(1);
    later(30_001);
    await expect(verifier.verify(token)).resolves.toMatchObject({ userId: 'ada' });
    expect(stand.asked).toHaveLength(2);
  });

  it('no longer takes a key that has left', async () => {
    const stand = service('first');
    const verifier = stand.verifier();
    const token = await stand.issue();
    await verifier.verify(token);
    stand.keys = ['second'];
    later(300_001);
    await expect(verifier.verify(token)).rejects.toThrow(AccessTokenInvalid);
  });
});

describe('the verifier, while the service is away', () => {
  it('goes on with the keys that it knows, for an hour', async () => {
    const stand = service('first');
    const verifier = stand.verifier();
    await verifier.verify(await stand.issue());
    stand.status = 503;
    later(300_001);
    stand.clock.advance(3_600_000);
    await expect(verifier.verify(await stand.issue())).resolves.toMatchObject({ userId: 'ada' });
    later(300_001);
    stand.clock.advance(1);
    await expect(verifier.verify(await stand.issue())).rejects.toThrow(KeysUnavailable);
  });

  it('does not call a token invalid whose key it could not ask for', async () => {
    const stand = service('first');
    const verifier = stand.verifier();
    await verifier.verify(await stand.issue());
    stand.status = 503;
    later(300_001);
    await expect(
      verifier.verify(
        forgedTokens({ issuer: ISSUER, now: NOW }).forged.find(
          ([what]) => what === 'a kid that is not in the ring',
        )?.[1] ?? '',
      ),
    ).rejects.toThrow(KeysUnavailable);
  });

  it.each([
    ['an error', async () => Promise.reject(new TypeError('fetch failed'))],
    ['a page', async () => new Response('<html>')],
    ['no keys', async () => Response.json({ error: 'none' })],
    ['a redirect', async () => new Response(null, { status: 302, headers: { Location: 'https://evil.example' } })],
  ])('says that it cannot be checked, where the keys are %s', async (_, fetch) => {
    const stand = service('first');
    await expect(stand.verifier({ fetch }).verify(await stand.issue())).rejects.toThrow(KeysUnavailable);
  });
});
