import { commandFrom } from '@gatehouse/platform/edge';
import { RequestEmailChange } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours' };
const done = { ok: true };
const tooSoon = { error: { code: 'throttled', retryAfterSeconds: 30 } };

describe('the gap before a reset', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
  });

  const wants = (userId: string, newEmail: string) =>
    harness.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword: BOB.password }), {
      actor: { userId, sessionId: 'session', roles: ['user'] },
    });
  const sendTimes = async (email: string) => {
    const rows = await db.sql<{ at: number }[]>`
      select extract(epoch from send_after - ${NOON})::int as at from gatehouse.activation_codes as code
      left join gatehouse.users as person on person.id = code.user_id
      where coalesce(code.target, person.email) = ${email} order by code.issued_at, code.number`;
    return rows.map(({ at }) => at);
  };

  it('does not begin with the mail that answers a sign-up, with or without an account', async () => {
    await harness.activated(ADA);
    await harness.register(BOB);
    expect(await harness.askReset(ADA.email)).toMatchObject(done);
    expect(await harness.askReset(BOB.email)).toMatchObject(done);
    expect(await harness.deliverReset(ADA.email)).toMatch(/^\d{8}$/);
    expect(await harness.askReset(ADA.email)).toMatchObject(tooSoon);
    expect(await harness.askReset(BOB.email)).toMatchObject(tooSoon);
  });

  it('does not begin with the mails that warn an owner of others who want the address', async () => {
    const bob = await harness.activated(BOB);
    await harness.activated(ADA);
    await db.advance(30_000);
    expect(await wants(bob, ADA.email)).toMatchObject(done);
    await harness.register({ ...ADA, password: 'a stranger’s lanterns' });
    expect(await harness.askReset(ADA.email)).toMatchObject(done);
    expect(await harness.deliverReset(ADA.email)).toMatch(/^\d{8}$/);
  });

  it('is over 30 s after an earlier reset, whatever else was sent meanwhile', async () => {
    await harness.activated(ADA);
    await harness.askReset(ADA.email);
    await db.advance(29_000);
    await harness.signUp(ADA);
    expect(await harness.askReset(ADA.email)).toMatchObject({ error: { retryAfterSeconds: 1 } });
    await db.advance(1_000);
    expect(await harness.askReset(ADA.email)).toMatchObject(done);
  });

  it('lets one of many through that ask at once', async () => {
    await harness.activated(ADA);
    const answers = await Promise.all(Array.from({ length: 8 }, () => harness.askReset(ADA.email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) expect(answer.ok || answer.error.code === 'throttled').toBe(true);
  });

  it('leaves the other messages theirs: they wait for the reset, and for those that are put off', async () => {
    await harness.register(ADA);
    await harness.register(ADA);
    expect(await harness.askReset(ADA.email)).toMatchObject(done);
    expect(await harness.askAgain(ADA.email)).toMatchObject({ error: { retryAfterSeconds: 60 } });
    await harness.register(ADA);
    expect(await sendTimes(ADA.email)).toEqual([0, 30, 0, 60]);
  });

  it('takes nothing from the limits of the hour', async () => {
    for (let message = 0; message < 5; message += 1) await harness.register(ADA);
    expect(await harness.askReset(ADA.email)).toMatchObject({ error: { code: 'throttled' } });
    await db.advance(3_600_000);
    expect(await harness.askReset(ADA.email)).toMatchObject(done);
  });
});
