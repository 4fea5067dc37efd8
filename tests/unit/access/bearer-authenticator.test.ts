import type { IncomingMessage } from 'node:http';
import { ProblemError } from '@gatehouse/platform/edge';
import { BearerAuthenticator } from '../../../libs/access/adapters/edge/bearer-authenticator.js';
import type { AccessTokens, VerifiedAccessToken } from '../../../libs/access/application/ports/tokens.js';
import { StoppedClock } from '../../support/access/stopped-clock.js';

const TOKEN = 'header.payload.signature';
const VERIFIED = { application: 'shop', userId: 'ada', sessionId: 'session-1', roles: ['user'] };
const MISSING = 'Bearer realm="Gatehouse"';
const INVALID = 'Bearer realm="Gatehouse", error="invalid_token"';

describe('whom a bearer token speaks for', () => {
  let clock: StoppedClock;
  let revoked: Set<string>;
  let verifications: string[];
  let authenticator: BearerAuthenticator;

  beforeEach(() => {
    clock = new StoppedClock(new Date('2026-05-01T12:00:00.000Z'));
    revoked = new Set();
    verifications = [];
    const expiresAt = clock.now().getTime() + 600_000;
    const tokens: AccessTokens = {
      issue: async () => ({ token: TOKEN, lifeSeconds: 600 }),
      verify: async (token, application): Promise<VerifiedAccessToken | null> => {
        verifications.push(token);
        return token === TOKEN && application === 'shop' ? { ...VERIFIED, expiresAt } : null;
      },
    };
    authenticator = new BearerAuthenticator(tokens, revoked, clock);
  });

  const call = (authorization: string | undefined, application = 'shop') =>
    authenticator.authenticate({ headers: { authorization } } as IncomingMessage, application);
  const challengeOf = async (authorization: string | undefined, application?: string) => {
    try {
      return await call(authorization, application);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      expect(error.problem).toMatchObject({ code: 'token-invalid', status: 401 });
      return error.headers['WWW-Authenticate'];
    }
  };

  it('is the account, the session and the roles of the token', async () => {
    expect(await call(`Bearer ${TOKEN}`)).toEqual({ userId: 'ada', sessionId: 'session-1', roles: ['user'] });
  });

  it.each([`bearer ${TOKEN}`, `BEARER ${TOKEN}`, `Bearer   ${TOKEN}`])('is read from %j too', async (header) => {
    expect(await call(header)).toMatchObject({ userId: 'ada' });
  });

  it('is known at once the second time, without another signature', async () => {
    const first = await call(`Bearer ${TOKEN}`);
    // Not a promise: the very object.
    expect(call(`Bearer ${TOKEN}`)).toBe(first);
    expect(verifications).toEqual([TOKEN]);
  });

  it('cannot be changed by one call for the next', async () => {
    const actor = await call(`Bearer ${TOKEN}`);
    expect(Object.isFrozen(actor)).toBe(true);
    expect(Object.isFrozen(actor.roles)).toBe(true);
  });

  it('is refused when the token is over, remembered or not', async () => {
    await call(`Bearer ${TOKEN}`);
    clock.advance(599_999);
    expect(call(`Bearer ${TOKEN}`)).toMatchObject({ userId: 'ada' });
    clock.advance(1);
    expect(await challengeOf(`Bearer ${TOKEN}`)).toBe(INVALID);
  });

  it('is refused when the session was ended, before or after the token was seen', async () => {
    await call(`Bearer ${TOKEN}`);
    revoked.add('session-1');
    expect(await challengeOf(`Bearer ${TOKEN}`)).toBe(INVALID);
    expect(await challengeOf(`bearer ${TOKEN}`)).toBe(INVALID);
  });

  it('is refused in another application, remembered or not', async () => {
    expect(await challengeOf(`Bearer ${TOKEN}`, 'default')).toBe(INVALID);
    await call(`Bearer ${TOKEN}`);
    expect(await challengeOf(`Bearer ${TOKEN}`, 'default')).toBe(INVALID);
  });

  it('is not remembered of tokens that are refused', async () => {
    for (let again = 0; again < 2; again += 1) expect(await challengeOf('Bearer a.b.c')).toBe(INVALID);
    expect(verifications).toEqual(['a.b.c', 'a.b.c']);
  });

  it.each([undefined, '', 'Basic YWRhOng=', 'Bearer', `Bearer${TOKEN}`, 'Digest x'])(
    'is asked for when there is no token: %j',
    async (header) => {
      expect(await challengeOf(header)).toBe(MISSING);
    },
  );

  it.each([
    'Bearer ',
    'Bearer x',
    'Bearer a.b',
    'Bearer a.b.c.d',
    'Bearer a b.c.d',
    `Bearer ${TOKEN},`,
    `Bearer ${TOKEN} `,
    'Bearer a..c',
    `Bearer "${TOKEN}"`,
    `Bearer ${'a'.repeat(4_000)}.b.c`,
  ])('is refused, and costs no signature, for %.40j', async (header) => {
    expect(await challengeOf(header)).toBe(INVALID);
    expect(verifications).toEqual([]);
  });
});
