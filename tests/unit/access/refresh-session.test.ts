import { commandFrom } from '@gatehouse/platform/edge';
import { RefreshSessionHandler } from '../../../libs/access/application/sessions/refresh-session.js';
import { RefreshSession } from '../../../libs/access/contract/commands/sessions.js';
import { AccessStage, SHOP } from '../../support/access/access-stage.js';
import { forgedRefreshToken } from '../../support/access/fake-tokens.js';

const INVALID = { ok: false, error: { code: 'refresh-token-invalid' } };
const MINUTE = 60_000;

describe('refreshing a session', () => {
  let stage: AccessStage;
  let begun: { readonly id: string; readonly refreshToken: string };
  beforeEach(async () => {
    stage = new AccessStage();
    stage.accounts.set('ada');
    begun = await stage.session('ada');
    stage.sessions.events.length = 0;
    stage.clock.advance(MINUTE);
  });

  const refresh = (refreshToken: string, context = SHOP) =>
    new RefreshSessionHandler(stage).execute(commandFrom(RefreshSession, { refreshToken }), context);
  /** Refreshes, and answers the next refresh token. */
  const exchange = async (refreshToken: string): Promise<string> => {
    const answer = await refresh(refreshToken);
    if (!answer.ok) throw new Error(`Refused: ${answer.error.code}`);
    return answer.value.refreshToken;
  };
  const revoked = (reason: string) => ({
    type: 'session.revoked.v1',
    data: { sessionId: begun.id, userId: 'ada', reason },
  });

  it('answers the token’s successor and an access token of the same session', async () => {
    expect(await refresh(begun.refreshToken)).toEqual({
      ok: true,
      value: {
        accessToken: `shop/ada/${begun.id}/user`,
        tokenType: 'Bearer',
        expiresIn: 600,
        refreshToken: `genuine|${begun.id}|secret 1+first`,
      },
    });
  });

  it('puts the successor’s hash in the place of the token’s, by the clock of all processes', async () => {
    await refresh(begun.refreshToken);
    expect(stage.sessions.get(begun.id)).toMatchObject({
      tokenHash: 'hash of secret 1+first',
      previousTokenHash: 'hash of secret 1',
      rotatedAt: stage.clock.now(),
      expiresAt: new Date(stage.clock.now().getTime() + stage.policy.idleSeconds * 1000),
    });
    expect(stage.sessions.events).toEqual([]);
  });

  it('puts the roles that the account has by now into the access token', async () => {
    stage.roles.given('shop', 'ada', 'support');
    expect(await refresh(begun.refreshToken)).toMatchObject({
      value: { accessToken: `shop/ada/${begun.id}/user+support` },
    });
  });

  it.each([
    ['no token', () => 'no token'],
    ['a token of a session that never was', () => 'genuine|other|secret 1'],
    ['a token that somebody made up', () => forgedRefreshToken(begun.id)],
  ])('refuses %s, and ends nothing', async (_name, token) => {
    expect(await refresh(token())).toEqual(INVALID);
    expect(stage.sessions.get(begun.id)?.revokedAt).toBeNull();
    expect(stage.sessions.events).toEqual([]);
  });

  it('refuses a token of another application', async () => {
    expect(await refresh(begun.refreshToken, { ...SHOP, application: 'garden' })).toEqual(INVALID);
  });

  it('refuses the token of a session that has expired', async () => {
    stage.clock.advance(stage.policy.idleSeconds * 1000);
    expect(await refresh(begun.refreshToken)).toEqual(INVALID);
    expect(stage.sessions.get(begun.id)?.tokenHash).toBe('hash of secret 1');
  });

  describe('again with a token that was exchanged', () => {
    it('answers the same successor within the minute', async () => {
      const next = await exchange(begun.refreshToken);
      stage.clock.advance(MINUTE - 1);
      expect(await exchange(begun.refreshToken)).toBe(next);
      expect(stage.sessions.events).toEqual([]);
    });

    it('answers the same successor although the key has changed since', async () => {
      const next = await exchange(begun.refreshToken);
      stage.refreshTokens.keys = ['second', 'first'];
      expect(await exchange(begun.refreshToken)).toBe(next);
    });

    it('refuses, and lets the session live, where the key that made the successor is gone', async () => {
      await exchange(begun.refreshToken);
      stage.refreshTokens.keys = ['second'];
      expect(await refresh(begun.refreshToken)).toEqual(INVALID);
      expect(stage.sessions.get(begun.id)?.revokedAt).toBeNull();
    });

    it.each([
      ['after the minute', async () => stage.clock.advance(MINUTE)],
      ['once the successor was used', async (next: string) => void (await exchange(next))],
    ])('ends the session %s', async (_name, happens) => {
      await happens(await exchange(begun.refreshToken));
      expect(await refresh(begun.refreshToken)).toEqual(INVALID);
      expect(stage.sessions.get(begun.id)?.revokedAt).toEqual(stage.clock.now());
      expect(stage.sessions.events).toEqual([revoked('token-reused')]);
    });
  });

  describe('of an account that has changed', () => {
    it.each([
      ['suspended', () => stage.accounts.set('ada', { state: 'suspended' }), 'account-suspended'],
      ['pending', () => stage.accounts.set('ada', { state: 'pending' }), 'refresh-token-invalid'],
      ['erased', () => stage.accounts.erase('ada'), 'refresh-token-invalid'],
    ])('exchanges nothing for one that is %s', async (_name, change, code) => {
      change();
      expect(await refresh(begun.refreshToken)).toEqual({ ok: false, error: { code } });
      expect(stage.sessions.get(begun.id)).toMatchObject({ tokenHash: 'hash of secret 1', revokedAt: null });
      expect(stage.sessions.events).toEqual([]);
    });

    it('tells nothing of a suspension to a token that is worth nothing', async () => {
      await exchange(await exchange(begun.refreshToken));
      stage.accounts.set('ada', { state: 'suspended' });
      expect(await refresh(forgedRefreshToken(begun.id))).toEqual(INVALID);
      expect(await refresh(begun.refreshToken)).toEqual(INVALID);
      expect(stage.sessions.events).toEqual([revoked('token-reused')]);
    });

    it('ends a session that newer credentials have overtaken', async () => {
      stage.accounts.set('ada', { credentialsVersion: 2 });
      expect(await refresh(begun.refreshToken)).toEqual(INVALID);
      expect(stage.sessions.get(begun.id)).toMatchObject({
        tokenHash: 'hash of secret 1',
        revokedAt: stage.clock.now(),
      });
      expect(stage.sessions.events).toEqual([revoked('overtaken')]);
    });

    it('goes on with the session that the change let live', async () => {
      stage.accounts.set('ada', { credentialsVersion: 2, keptSession: begun.id });
      expect(await refresh(begun.refreshToken)).toMatchObject({ ok: true });
    });
  });

  describe('twice at once', () => {
    it('answers both the same successor', async () => {
      let winner: string | undefined;
      stage.sessions.beforeNextRotation = async () => {
        winner = await exchange(begun.refreshToken);
      };
      expect(await exchange(begun.refreshToken)).toBe(winner);
      expect(stage.sessions.events).toEqual([]);
    });
  });
});
