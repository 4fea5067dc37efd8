import { commandFrom } from '@gatehouse/platform/edge';
import { ChangePassword } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type Context, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const NEXT = 'eleven quiet harbours';
/** Of Ada's password, at less than half of today's cost. */
const WEAKER = '$argon2id$v=19$m=8192,p=1,t=1$mvCOjJZhakwo3UYCEONgcg$I0Dm23AaDi5/Q4GbrrxbhY/p3kN/nPF5EBQIidEh4a0';
const SESSION = '0197a000-0000-7000-8000-00000000000a';

describe('changing the password', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let ada: Context;

  openHarness(
    (opened) => {
      ({ db, harness } = opened);
    },
    { dearHashes: true },
  );
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated({ ...ADA, name: 'Adelaide' } as typeof ADA);
    ada = { actor: { userId, roles: ['user'], sessionId: SESSION } };
  });

  const change = (newPassword: string, currentPassword = ADA.password, context = ada) =>
    harness.execute(commandFrom(ChangePassword, { currentPassword, newPassword }), context);
  const signsIn = async (password: string) => (await harness.authenticate({ email: ADA.email, password })).ok;
  const account = async () => {
    const [row] = await db.sql<{ password_hash: string; credentials_version: number; kept_session: string | null }[]>`
      select password_hash, credentials_version, kept_session from gatehouse.users where id = ${userId}`;
    if (!row) throw new Error('The account is gone');
    return row;
  };
  const events = () =>
    db.sql<{ data: object }[]>`
      select data from gatehouse.event_log where type = 'user.password-changed.v1' order by position`;

  it('makes the new one count and the old one worthless, with its event', async () => {
    expect(await change(NEXT)).toEqual({ ok: true, value: null });
    expect(await signsIn(NEXT)).toBe(true);
    expect(await signsIn(ADA.password)).toBe(false);
    expect(await account()).toMatchObject({ credentials_version: 2, kept_session: SESSION });
    expect((await events()).map(({ data }) => data)).toEqual([{ userId, credentialsVersion: 2, keptSession: SESSION }]);
  });

  it('keeps the salt of the address, so that one hash still shows whose a password is', async () => {
    const first = (await account()).password_hash;
    await change(NEXT);
    await change(ADA.password, NEXT);
    expect((await account()).password_hash).toBe(first);
    expect(await signsIn(ADA.password)).toBe(true);
  });

  it.each([
    ['short', 'password-too-short'],
    ['password123', 'password-common'],
    ['adelaide1!', 'password-guessable'],
    ['x'.repeat(129), 'password-too-long'],
  ])('refuses %j by the rules of sign-up', async (newPassword, code) => {
    expect(await change(newPassword)).toMatchObject({
      ok: false,
      error: { code: 'validation-failed', errors: [{ pointer: '/newPassword', code }] },
    });
    expect(await signsIn(ADA.password)).toBe(true);
  });

  it('wants the current password, and slows down who guesses it', async () => {
    for (let guess = 0; guess < 6; guess += 1) {
      expect(await change(NEXT, `guess number ${guess}`)).toMatchObject({ error: { code: 'password-wrong' } });
    }
    expect(await change(NEXT)).toMatchObject({ ok: false, error: { code: 'throttled', retryAfterSeconds: 15 } });
    await db.advance(16_000);
    expect(await change(NEXT)).toMatchObject({ ok: true });
  });

  it('lets one of two changes with the same password win', async () => {
    const nexts = [NEXT, 'twelve loud lighthouses', 'thirteen blue ferries'];
    const outcomes = await Promise.all(nexts.map((next) => change(next)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([
      { ok: false, error: { code: 'password-wrong' } },
      { ok: false, error: { code: 'password-wrong' } },
    ]);
    const winner = nexts[outcomes.findIndex(({ ok }) => ok)] as string;
    expect(await signsIn(winner)).toBe(true);
    expect(await events()).toHaveLength(1);
    expect(await account()).toMatchObject({ credentials_version: 2 });
  });

  it.each([
    ['pending', 'account-unknown'],
    ['suspended', 'account-suspended'],
    ['superseded', 'account-unknown'],
  ])('changes no %s account', async (state, code) => {
    await db.sql`update gatehouse.users set state = ${state}`;
    expect(await change(NEXT)).toMatchObject({ ok: false, error: { code } });
  });

  describe('of a hash that was made at another cost', () => {
    beforeEach(async () => {
      await db.sql`update gatehouse.users set password_hash = ${WEAKER}`;
    });

    it('renews it at the next sign-in, once, without an event or a mail', async () => {
      expect(await signsIn(ADA.password)).toBe(true);
      const renewed = (await account()).password_hash;
      expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await signsIn(ADA.password)).toBe(true);
      expect(await account()).toEqual({ password_hash: renewed, credentials_version: 1, kept_session: null });
      expect(await events()).toHaveLength(0);
    });

    it('leaves it as it is where the password is wrong', async () => {
      const { password_hash } = await account();
      expect(await signsIn('not my password')).toBe(false);
      expect((await account()).password_hash).toBe(password_hash);
    });

    it('changes the password while a sign-in renews it', async () => {
      const [changed] = await Promise.all([change(NEXT), signsIn(ADA.password), signsIn(ADA.password)]);
      expect(changed).toEqual({ ok: true, value: null });
      expect(await signsIn(NEXT)).toBe(true);
      expect(await signsIn(ADA.password)).toBe(false);
    });
  });
});
