import { commandFrom } from '@gatehouse/platform/edge';
import { RequestEmailChange } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHouse } from '../../support/registration/open-house.js';
import { beginAt, type RegistrationHouse } from '../../support/registration/registration-house.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours' };
const done = { ok: true };
const tooSoon = { error: { code: 'throttled', retryAfterSeconds: 30 } };

describe('the gap before a reset', () => {
  let db: TestDatabase;
  let house: RegistrationHouse;

  openHouse((opened) => {
    ({ db, house } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
  });

  const wants = (userId: string, newEmail: string) =>
    house.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword: BOB.password }), {
      actor: { userId, sessionId: 'session', roles: ['user'] },
    });
  const sendTimes = async (email: string) => {
    const rows = await db.sql<{ at: number }[]>`
      select extract(epoch from send_after - ${NOON})::int as at from gatehouse.activation_codes as code
      left join gatehouse.users as person on person.id = code.user_id
      where coalesce(code.target, person.email) = ${email} order by code.issued_at, code.number`;
    return rows.map(({ at }) => at);
  };

  it('does not begin with the mail that answers a sign-up, of an account or of nobody', async () => {
    await house.activated(ADA);
    await house.register(BOB);
    expect(await house.askReset(ADA.email)).toMatchObject(done);
    expect(await house.askReset(BOB.email)).toMatchObject(done);
    expect(await house.deliverReset(ADA.email)).toMatch(/^\d{8}$/);
    expect(await house.askReset(ADA.email)).toMatchObject(tooSoon);
    expect(await house.askReset(BOB.email)).toMatchObject(tooSoon);
  });

  it('does not begin with the mails that tell an owner who else wants the address', async () => {
    const bob = await house.activated(BOB);
    await house.activated(ADA);
    await db.advance(30_000);
    expect(await wants(bob, ADA.email)).toMatchObject(done);
    await house.register({ ...ADA, password: 'a stranger’s lanterns' });
    expect(await house.askReset(ADA.email)).toMatchObject(done);
    expect(await house.deliverReset(ADA.email)).toMatch(/^\d{8}$/);
  });

  it('is over 30 s after an earlier reset, whatever else was sent meanwhile', async () => {
    await house.activated(ADA);
    await house.askReset(ADA.email);
    await db.advance(29_000);
    await house.signUp(ADA);
    expect(await house.askReset(ADA.email)).toMatchObject({ error: { retryAfterSeconds: 1 } });
    await db.advance(1_000);
    expect(await house.askReset(ADA.email)).toMatchObject(done);
  });

  it('lets one of many through that ask at once', async () => {
    await house.activated(ADA);
    const answers = await Promise.all(Array.from({ length: 8 }, () => house.askReset(ADA.email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) expect(answer.ok || answer.error.code === 'throttled').toBe(true);
  });

  it('leaves the other messages theirs: they wait for the reset, and for those that are put off', async () => {
    await house.register(ADA);
    await house.register(ADA);
    expect(await house.askReset(ADA.email)).toMatchObject(done);
    expect(await house.askAgain(ADA.email)).toMatchObject({ error: { retryAfterSeconds: 60 } });
    await house.register(ADA);
    expect(await sendTimes(ADA.email)).toEqual([0, 30, 0, 60]);
  });

  it('takes nothing from the limits of the hour', async () => {
    for (let message = 0; message < 5; message += 1) await house.register(ADA);
    expect(await house.askReset(ADA.email)).toMatchObject({ error: { code: 'throttled' } });
    await db.advance(3_600_000);
    expect(await house.askReset(ADA.email)).toMatchObject(done);
  });
});
