import { commandFrom } from '@gatehouse/platform/edge';
import { SignInHandler } from '../../../libs/access/application/sessions/sign-in.js';
import { SignIn } from '../../../libs/access/contract/commands/sessions.js';
import { AccessStage, SHOP } from '../../support/access/access-stage.js';
import { RecordedAnswer } from '../../support/handlers/recorded-answer.js';

describe('signing in', () => {
  let stage: AccessStage;
  beforeEach(() => {
    stage = new AccessStage();
    stage.accounts.set('ada', { credentialsVersion: 3 });
  });

  const signIn = (fields: Partial<SignIn> = {}, context = SHOP) => {
    const command = commandFrom(SignIn, { email: 'ada@example.org', password: 'right', ...fields });
    return new SignInHandler(stage).execute(command, context);
  };
  const answer = {
    sessionId: 'id-1',
    tokens: {
      accessToken: 'shop/ada/id-1/user',
      tokenType: 'Bearer',
      expiresIn: 600,
      refreshToken: 'genuine|id-1|secret 1',
    },
    user: { id: 'ada', state: 'active' },
  };

  it('answers a new session’s tokens and whose it is', async () => {
    expect(await signIn()).toEqual({ ok: true, value: answer });
  });

  it('writes the session with the hash of its token alone, the credentials that were proven and where it began', async () => {
    await signIn({ userAgent: 'Mozilla/5.0 Firefox/140.0' });
    expect(stage.sessions.get('id-1')).toEqual({
      application: 'shop',
      id: 'id-1',
      userId: 'ada',
      credentialsVersion: 3,
      tokenHash: 'hash of secret 1',
      previousTokenHash: null,
      device: { browser: 'Firefox', system: null },
      network: '203.0.113.7',
      createdAt: stage.clock.now(),
      lastUsedAt: stage.clock.now(),
      rotatedAt: null,
      revokedAt: null,
      expiresAt: new Date(stage.clock.now().getTime() + stage.policy.idleSeconds * 1000),
    });
  });

  it('reports one session that was started', async () => {
    await signIn();
    const data = { sessionId: 'id-1', userId: 'ada' };
    expect(stage.sessions.events).toEqual([{ id: 'id-2', subject: 'ada', type: 'session.started.v1', data }]);
  });

  it.each<Partial<SignIn>>([{}, { userAgent: null }, { userAgent: '' }, { userAgent: 'curl/8.5.0' }])(
    'knows no device from %p',
    async (fields) => {
      await signIn(fields);
      expect(stage.sessions.get('id-1')?.device).toBeNull();
    },
  );

  it('puts the roles that the account has in this application into the access token', async () => {
    stage.roles.given('shop', 'ada', 'support');
    stage.roles.given('garden', 'ada', 'admin');
    expect((await stage.session('ada')).accessToken).toBe('shop/ada/id-1/user+support');
  });

  it('ends the session used the longest ago where there are too many', async () => {
    stage.policy = { ...stage.policy, perUser: 2 };
    const [first, second, third] = [await stage.session('ada'), await stage.session('ada'), await stage.session('ada')];
    const ended = stage.sessions.events.filter(({ type }) => type === 'session.revoked.v1');
    const data = { sessionId: first.id, userId: 'ada', reason: 'crowded-out' };
    expect(ended).toEqual([{ type: 'session.revoked.v1', data }]);
    expect([second, third].map(({ id }) => stage.sessions.get(id)?.revokedAt)).toEqual([null, null]);
  });

  it('keeps its answer with the session, for a call that may come again', async () => {
    await signIn({}, { ...SHOP, repeatable: new RecordedAnswer() });
    expect(stage.sessions.keptAnswers).toEqual([{ value: answer, person: 'ada' }]);
  });

  it('proves the password under the call’s own context, which wrong ones are counted by', async () => {
    await signIn();
    expect(stage.accounts.provenUnder).toEqual([SHOP]);
  });

  it.each([
    ['a wrong password', { password: 'another' }, 'credentials-invalid'],
    ['an account that waits for its code', { state: 'pending' }, 'activation-required'],
    ['a suspended account', { state: 'suspended' }, 'account-suspended'],
    ['a stranger', { email: 'grace@example.org' }, 'credentials-invalid'],
  ] as const)('starts nothing for %s', async (_name, changes, code) => {
    stage.accounts.set('ada', changes);
    expect(await signIn({}, { ...SHOP, repeatable: new RecordedAnswer() })).toEqual({
      ok: false,
      error: { code },
    });
    expect([stage.sessions.events, stage.sessions.keptAnswers]).toEqual([[], []]);
  });

  describe('while the account changes', () => {
    it.each([
      ['a new password', () => stage.accounts.set('ada', { credentialsVersion: 4 }), 'credentials-invalid'],
      ['a suspension', () => stage.accounts.set('ada', { state: 'suspended' }), 'account-suspended'],
      ['a return to pending', () => stage.accounts.set('ada', { state: 'pending' }), 'credentials-invalid'],
      ['an erasure', () => stage.accounts.erase('ada'), 'credentials-invalid'],
    ])('is overtaken by %s', async (_name, change, code) => {
      stage.accounts.afterNextLook = change;
      expect(await signIn()).toEqual({ ok: false, error: { code } });
      expect(stage.sessions.get('id-1')?.revokedAt).toEqual(stage.clock.now());
      expect(stage.sessions.events.at(-1)).toEqual({
        type: 'session.revoked.v1',
        data: { sessionId: 'id-1', userId: 'ada', reason: 'overtaken' },
      });
    });

    it('stands where the change let this session live', async () => {
      stage.accounts.afterNextLook = () => stage.accounts.set('ada', { credentialsVersion: 4, keptSession: 'id-1' });
      expect(await signIn()).toMatchObject({ ok: true });
      expect(stage.sessions.get('id-1')?.revokedAt).toBeNull();
    });
  });
});
