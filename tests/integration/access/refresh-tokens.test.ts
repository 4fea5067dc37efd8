import { EndSession, RefreshSession, type SessionTokens, SignIn } from '@gatehouse/access/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { EraseUser } from '@gatehouse/registration/contract';
import { AccessHarness, accepted, type Person } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const DAY = 86_400_000;

describe('refresh tokens', () => {
  let db: TestDatabase;
  let harness: AccessHarness;
  let ada: Person;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new AccessHarness(db);
    ada = await harness.activePerson();
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });
  beforeEach(async () => {
    await db.setTime(new Date('2026-05-01T12:00:00.000Z'));
    await db.sql`truncate gatehouse.sessions, gatehouse.event_log`;
  });

  const signIn = async (person = ada, application = 'default') => {
    const { email, password } = person;
    const signedIn = accepted(await harness.execute(commandFrom(SignIn, { email, password }), { application }));
    return { ...signedIn, refreshToken: signedIn.tokens.refreshToken };
  };
  const refresh = (refreshToken: string, application = 'default') =>
    harness.execute(commandFrom(RefreshSession, { refreshToken }), { application });
  const refreshed = async (refreshToken: string): Promise<SessionTokens> => accepted(await refresh(refreshToken));
  const events = () => db.sql<{ type: string; data: object }[]>`
    select type, data from gatehouse.event_log order by position`;
  const invalid = { ok: false, error: { code: 'refresh-token-invalid' } };

  it('are exchanged for the next one, again and again', async () => {
    const { refreshToken } = await signIn();
    const seen = new Set([refreshToken]);
    let token = refreshToken;
    for (let exchange = 0; exchange < 5; exchange += 1) {
      await db.advance(600_000);
      token = (await refreshed(token)).refreshToken;
      seen.add(token);
    }
    expect(seen.size).toBe(6);
    expect(await db.sql`select 1 from gatehouse.sessions`).toHaveLength(1);
  });

  it('are in the database as hashes alone', async () => {
    const { refreshToken } = await signIn();
    const { refreshToken: next } = await refreshed(refreshToken);
    const [row] =
      await db.sql`select sessions::text as text, encode(token_hash, 'base64') as hash from gatehouse.sessions`;
    const log = JSON.stringify(await events());
    for (const token of [refreshToken, next]) {
      const secret = Buffer.from(token, 'base64url').subarray(16, 48);
      expect(row?.['text']).not.toContain(secret.toString('hex'));
      expect(row?.['hash']).not.toContain(secret.toString('base64').slice(0, 20));
      expect(log).not.toContain(token);
    }
  });

  describe('that come back', () => {
    it('within a minute bring the very same successor: the answer was lost', async () => {
      const { refreshToken } = await signIn();
      const first = await refreshed(refreshToken);
      await db.advance(59_999);
      const second = await refreshed(refreshToken);
      expect(second.refreshToken).toBe(first.refreshToken);
      expect(accepted(await refresh(first.refreshToken)).refreshToken).not.toBe(first.refreshToken);
    });

    it('after a minute end the session, and the thief’s token with it', async () => {
      const { refreshToken, sessionId } = await signIn();
      const { refreshToken: stolen } = await refreshed(refreshToken);
      await db.advance(60_000);
      expect(await refresh(refreshToken)).toEqual(invalid);
      expect(await refresh(stolen)).toEqual(invalid);
      expect((await events()).at(-1)).toEqual({
        type: 'session.revoked.v1',
        data: { sessionId, userId: ada.id, reason: 'token-reused' },
      });
    });

    it('within the minute, but after the successor was used, end the session', async () => {
      const { refreshToken, sessionId } = await signIn();
      const { refreshToken: next } = await refreshed(refreshToken);
      await db.advance(13_000);
      const { refreshToken: afterNext } = await refreshed(next);
      expect(await refresh(refreshToken)).toEqual(invalid);
      expect(await refresh(afterNext)).toEqual(invalid);
      expect((await events()).at(-1)).toMatchObject({ data: { sessionId, reason: 'token-reused' } });
    });

    it('end the session however many exchanges ago they were good', async () => {
      const { refreshToken } = await signIn();
      let token = refreshToken;
      for (let exchange = 0; exchange < 4; exchange += 1) token = (await refreshed(token)).refreshToken;
      expect(await refresh(refreshToken)).toEqual(invalid);
      expect(await refresh(token)).toEqual(invalid);
    });

    it('end that session alone', async () => {
      const [one, other] = [await signIn(), await signIn()];
      await refreshed(one.refreshToken);
      await db.advance(60_000);
      await refresh(one.refreshToken);
      expect(await refresh(other.refreshToken)).toMatchObject({ ok: true });
    });
  });

  it('made up for a known session end nothing', async () => {
    const { refreshToken, sessionId } = await signIn();
    const madeUp = Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), Buffer.alloc(48, 1)]);
    expect(await refresh(madeUp.toString('base64url'))).toEqual(invalid);
    expect(await refresh(refreshToken)).toMatchObject({ ok: true });
  });

  it.each(['', 'x', 'é'.repeat(86), 'A'.repeat(86), 'A'.repeat(256), 'null', '../../etc/passwd'])(
    'of no form or session are refused: %j',
    async (text) => {
      expect(await refresh(text)).toEqual(invalid);
    },
  );

  it('of one application open nothing in another', async () => {
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop') on conflict do nothing`;
    const { refreshToken } = await signIn();
    expect(await refresh(refreshToken, 'shop')).toEqual(invalid);
    expect(await refresh(refreshToken)).toMatchObject({ ok: true });
  });

  it('sent 40 times at once continue exactly one family', async () => {
    const { refreshToken } = await signIn();
    const answers = await Promise.all(Array.from({ length: 40 }, () => refresh(refreshToken)));
    const successors = new Set(answers.map((answer) => accepted(answer).refreshToken));
    expect(successors.size).toBe(1);
    const [successor = ''] = successors;
    expect(await refresh(successor)).toMatchObject({ ok: true });
    expect(await db.sql`select 1 from gatehouse.sessions where revoked_at is null`).toHaveLength(1);
  });

  it('end with the session, once, however often it is ended', async () => {
    const { refreshToken, sessionId } = await signIn();
    const actor = { userId: ada.id, roles: ['user'] };
    for (let again = 0; again < 3; again += 1) {
      expect(await harness.execute(commandFrom(EndSession, { sessionId }), { actor })).toEqual({
        ok: true,
        value: null,
      });
    }
    expect(await refresh(refreshToken)).toEqual(invalid);
    expect((await events()).map(({ type }) => type)).toEqual(['session.started.v1', 'session.revoked.v1']);
  });

  it('of somebody else’s session are not ended', async () => {
    const { refreshToken, sessionId } = await signIn();
    const stranger = await harness.activePerson();
    const actor = { userId: stranger.id, roles: ['user'] };
    const answer = await harness.execute(commandFrom(EndSession, { sessionId }), { actor });
    expect(answer).toEqual({ ok: false, error: { code: 'session-unknown' } });
    expect(await refresh(refreshToken)).toMatchObject({ ok: true });
  });

  it('are over after 30 days without use', async () => {
    const { refreshToken } = await signIn();
    await db.advance(30 * DAY - 1);
    const { refreshToken: next } = await refreshed(refreshToken);
    await db.advance(30 * DAY);
    expect(await refresh(next)).toEqual(invalid);
  });

  it('are over 90 days after the sign-in, used or not', async () => {
    let { refreshToken: token } = await signIn();
    for (let month = 0; month < 4; month += 1) {
      await db.advance(22 * DAY);
      token = (await refreshed(token)).refreshToken;
    }
    await db.advance(2 * DAY - 1);
    token = (await refreshed(token)).refreshToken;
    await db.advance(1);
    expect(await refresh(token)).toEqual(invalid);
  });

  it('of a suspended account are refused and kept', async () => {
    const { refreshToken } = await signIn();
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${ada.id}`;
    try {
      expect(await refresh(refreshToken)).toEqual({ ok: false, error: { code: 'account-suspended' } });
    } finally {
      await db.sql`update gatehouse.users set state = 'active' where id = ${ada.id}`;
    }
    expect(await refresh(refreshToken)).toMatchObject({ ok: true });
  });

  it('of an erased account are worth nothing', async () => {
    const gone = await harness.activePerson();
    const { refreshToken } = await signIn(gone);
    accepted(await harness.execute(commandFrom(EraseUser, { userId: gone.id })));
    expect(await refresh(refreshToken)).toEqual(invalid);
  });

  it('of a session whose keys were changed meanwhile are still good', async () => {
    const { refreshToken } = await signIn();
    const { refreshToken: lost } = await refreshed(refreshToken);
    const [old, fresh] = [Buffer.alloc(32, 'tests'), Buffer.alloc(32, 'fresh')].map((key) => key.toString('base64'));
    const rotated = new AccessHarness(db, { TOKEN_KEYS: `fresh:${fresh},first:${old}` });
    const retired = new AccessHarness(db, { TOKEN_KEYS: `fresh:${fresh}` });
    try {
      const command = commandFrom(RefreshSession, { refreshToken });
      expect(accepted(await rotated.execute(command)).refreshToken).toBe(lost);
      expect(await retired.execute(commandFrom(RefreshSession, { refreshToken: lost }))).toMatchObject({ ok: true });
    } finally {
      await Promise.all([rotated.close(), retired.close()]);
    }
  });

  it('of the 101st session crowd out the one that was used the longest ago', async () => {
    const first = await signIn();
    await db.advance(1_000);
    const second = await signIn();
    await db.advance(1_000);
    await refreshed(first.refreshToken);
    await db.sql`
      insert into gatehouse.sessions (application, id, user_id, token_hash, created_at, last_used_at, expires_at)
      select 'default', gen_random_uuid(), ${ada.id}, sha256(number::text::bytea), gatehouse.now(), gatehouse.now(),
        gatehouse.now() + interval '1 day' from generate_series(1, 98) as number`;
    await signIn();
    expect(await refresh(second.refreshToken)).toEqual(invalid);
    expect(await db.sql`select 1 from gatehouse.sessions where revoked_at is null`).toHaveLength(100);
    expect((await events()).map(({ type }) => type)).toContain('session.revoked.v1');
  });
});
