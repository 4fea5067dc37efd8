import { commandFrom } from '@gatehouse/platform/edge';
import { ChangeProfile, SendPhoneCode, VerifyPhone } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  otherThan,
  RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const PHONE = '+33612345678';
const OTHER = '+33687654321';
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns', phone: PHONE };
const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours', phone: PHONE };

describe('a phone', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let ada: Context;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    await setPolicy(db, { sms: { countries: ['DE'], perDay: 2 } }, 'german');
    await setPolicy(db, { sms: { perDay: 0 } }, 'silent');
    await setPolicy(db, { sms: { numberTypes: ['fixed-line'] } }, 'landlines');
    await setPolicy(db, { codes: { phone: { digits: 4, longDigits: 8 } } }, 'short');
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated(ADA);
    ada = as(userId);
  });

  const as = (id: string, context: Context = {}): Context => ({ actor: { userId: id, roles: ['user'] }, ...context });
  const ask = (phone?: string | null, context = ada) =>
    harness.execute(commandFrom(SendPhoneCode, phone === undefined ? {} : { phone }), context);
  const verify = (code: string, context = ada) => harness.execute(commandFrom(VerifyPhone, { code }), context);
  const change = (fields: Readonly<Record<string, unknown>>) =>
    harness.execute(commandFrom(ChangeProfile, fields), ada);
  const profile = async () => {
    const [row] = await db.sql`select phone, phone_verified_at from gatehouse.users where id = ${userId}`;
    return row;
  };
  const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
  const asked = { ok: true, value: null };

  it('of the profile is verified by the code that was sent there', async () => {
    expect(await ask()).toEqual(asked);
    const digits = await harness.deliver(userId);
    expect(await verify(digits)).toMatchObject({ ok: true, value: { phone: PHONE, phoneVerified: true } });
    expect(await profile()).toMatchObject({ phone_verified_at: NOON });
    const events = await db.sql`select subject, data from gatehouse.event_log where type = 'user.phone-verified.v1'`;
    expect([...events]).toEqual([{ subject: userId, data: { userId } }]);
  });

  it('that is verified gets no more codes', async () => {
    await ask();
    await verify(await harness.deliver(userId));
    await db.advance(60_000);
    expect(await ask()).toEqual(refused('phone-already-verified'));
    expect(await ask('+33 6 12 34 56 78')).toEqual(refused('phone-already-verified'));
  });

  it('replaces the verified one only when it is proven', async () => {
    await ask();
    await verify(await harness.deliver(userId));
    expect(await ask(OTHER)).toEqual(asked);
    const digits = await harness.deliver(userId);
    expect(await profile()).toMatchObject({ phone: PHONE, phone_verified_at: NOON });
    expect(await verify(digits)).toMatchObject({ ok: true, value: { phone: OTHER, phoneVerified: true } });
  });

  it('that the person has changed meanwhile is not brought back by the code of the earlier one', async () => {
    await ask();
    const digits = await harness.deliver(userId);
    await change({ phone: OTHER });
    expect(await verify(digits)).toEqual(refused('code-invalid'));
    expect(await profile()).toEqual({ phone: OTHER, phone_verified_at: null });
  });

  it('keeps its code when the person changes something else', async () => {
    await ask(OTHER);
    const digits = await harness.deliver(userId);
    await change({ name: 'Ada' });
    expect(await verify(digits)).toMatchObject({ ok: true, value: { phone: OTHER } });
  });

  it('must be there, and be one', async () => {
    await change({ phone: null });
    expect(await ask()).toEqual(refused('phone-missing'));
    expect(await ask('12')).toMatchObject({ error: { code: 'validation-failed', errors: [{ pointer: '/phone' }] } });
  });

  it('is refused without an active account', async () => {
    await ask();
    const digits = await harness.deliver(userId);
    const pending = await harness.register(BOB);
    const [nobody, waiting] = [{}, as(pending)];
    expect(await ask(PHONE, nobody)).toEqual(refused('account-unknown'));
    expect(await ask(PHONE, waiting)).toEqual(refused('account-unknown'));
    expect(await verify(digits, nobody)).toEqual(refused('account-unknown'));
    expect(await verify(digits, waiting)).toEqual(refused('account-unknown'));
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
    expect(await ask()).toEqual(refused('account-suspended'));
    expect(await verify(digits)).toEqual(refused('account-suspended'));
  });

  it('of one person is not proven by another’s code', async () => {
    const bob = as(await harness.activated(BOB));
    await ask();
    const digits = await harness.deliver(userId);
    expect(await verify(digits, bob)).toEqual(refused('code-invalid'));
    expect(await verify(digits)).toMatchObject({ ok: true });
  });

  it.each(['+4915123456789', '+12025550123'])('in a usual country gets a code: %s', async (phone) => {
    expect(await ask(phone)).toEqual(asked);
  });

  it.each([
    ['outside the usual countries', '+8801712345678', {}],
    ['of no country', '+870773111632', {}],
    ['outside the application’s countries', PHONE, { application: 'german' }],
    ['anywhere, where no message a day is allowed', PHONE, { application: 'silent' }],
  ])('%s gets none, and costs no budget', async (_, phone, context: Context) => {
    const owner = context.application ? as(await harness.activated(BOB, context), context) : ada;
    await db.sql`delete from gatehouse.throttles`;
    expect(await ask(phone, owner)).toEqual(refused('phone-country-refused'));
    expect(await db.sql`select from gatehouse.throttles`).toHaveLength(0);
  });

  it.each([
    ['premium-rate, United States', '+19002345678'],
    ['shared-cost, United Kingdom', '+448450123456'],
    ['personal, United Kingdom', '+447012345678'],
    ['premium-rate, France', '+33899123456'],
    ['shared-cost, France', '+33820123456'],
    ['shared-cost, Switzerland', '+41840123456'],
    ['toll-free, United States', '+18005550100'],
    ['fixed-line, France', '+33123456789'],
  ])('of a type that is no mobile gets none, and costs no budget: %s', async (_, phone) => {
    await db.sql`delete from gatehouse.throttles`;
    expect(await ask(phone)).toEqual(refused('phone-type-refused'));
    expect(await db.sql`select from gatehouse.throttles`).toHaveLength(0);
  });

  it('gets one where the application wants its type, and then no other type does', async () => {
    const bob = as(await harness.activated(BOB, { application: 'landlines' }), { application: 'landlines' });
    expect(await ask(PHONE, bob)).toEqual(refused('phone-type-refused'));
    expect(await ask('+33123456789', bob)).toEqual(asked);
  });

  it('gets no code where no provider is configured', async () => {
    const silent = new RegistrationHarness(db, { SMS_PROVIDER: 'none' });
    try {
      expect(await silent.execute(commandFrom(SendPhoneCode, {}), ada)).toEqual(refused('phone-country-refused'));
    } finally {
      await silent.close();
    }
  });

  it('gets one message in 30 seconds, five an hour, ten a day in all, and two and three more from each account', async () => {
    const bob = as(await harness.activated(BOB));
    expect(await ask()).toEqual(asked);
    expect(await ask(PHONE, bob)).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
    for (let sent = 1; sent < 5; sent += 1) {
      await db.advance(30_000);
      expect(await ask(PHONE, sent % 2 ? bob : ada)).toEqual(asked);
    }
    for (let reserved = 0; reserved < 2; reserved += 1) {
      await db.advance(30_000);
      expect(await ask()).toEqual(asked);
    }
    await db.advance(30_000);
    expect(await ask()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 3_450 } });
    await db.advance(3_600_000);
    // Three of the day's ten, and the last of the three beyond.
    for (let sent = 7; sent < 11; sent += 1) {
      expect(await ask()).toEqual(asked);
      await db.advance(30_000);
    }
    await db.advance(3_600_000);
    expect(await ask()).toMatchObject({ error: { code: 'throttled' } });
    expect(await ask(PHONE, bob)).toEqual(asked);
  });

  it('shares the application’s day with all others', async () => {
    const german = { application: 'german' };
    const [first, second] = [
      as(await harness.activated(ADA, german), german),
      as(await harness.activated(BOB, german), german),
    ];
    expect(await ask('+4915123456781', first)).toEqual(asked);
    await db.advance(1_000);
    expect(await ask('+4915123456782', second)).toEqual(asked);
    await db.advance(1_000);
    const full = { ok: false, error: { code: 'throttled', retryAfterSeconds: 86_398 } };
    expect(await ask('+4915123456783', first)).toEqual(full);
    expect(await ask('+33612345678')).toEqual(asked); // another application
    await db.advance(86_398_000);
    expect(await ask('+4915123456783', first)).toEqual(asked);
  });

  it('shares a network’s hour with mails', async () => {
    const network = '192.0.2.1';
    await db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
      values ('default', 'messages-by-network', ${network}, array_fill(${NOON}::timestamptz, array[30]))`;
    expect(await ask(PHONE, { ...ada, network })).toEqual({
      ok: false,
      error: { code: 'throttled', retryAfterSeconds: 3_600 },
    });
    expect(await ask()).toEqual(asked);
  });

  it('gets no more than one of fifty messages that are asked for at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.sql`select from gatehouse.activation_codes where purpose = 'phone'`).toHaveLength(1);
  });

  it('and all others get no more than the day’s messages that are asked for at the same moment', async () => {
    const german = { application: 'german' };
    const owner = as(await harness.activated(ADA, german), german);
    const numbers = Array.from({ length: 20 }, (_, index) => `+49151234567${String(index).padStart(2, '0')}`);
    const answers = await Promise.all(numbers.map((phone) => ask(phone, owner)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await db.sql`select from gatehouse.activation_codes where purpose = 'phone'`).toHaveLength(2);
  });

  it('is verified once by two hundred right codes at the same moment', async () => {
    await ask();
    const digits = await harness.deliver(userId);
    const answers = await Promise.all(Array.from({ length: 200 }, () => verify(digits)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(200);
    expect(await db.sql`select from gatehouse.event_log where type = 'user.phone-verified.v1'`).toHaveLength(1);
  });

  it('takes three tries per code, and a network thirty in a quarter of an hour', async () => {
    await ask();
    const digits = await harness.deliver(userId);
    for (const steps of [1, 2, 3]) expect(await verify(otherThan(digits, steps))).toEqual(refused('code-invalid'));
    expect(await verify(digits)).toEqual(refused('tries-exhausted'));

    const context = { ...ada, network: '192.0.2.1' };
    await db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
      values ('default', 'failures-by-network', '192.0.2.1', array_fill(${NOON}::timestamptz, array[30]))`;
    expect(await verify(digits, context)).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 900 } });
  });

  it('is refused as expired, not as wrong, if the right digits come too late', async () => {
    await ask();
    const digits = await harness.deliver(userId);
    await db.advance(300_000);
    expect(await verify(digits)).toEqual(refused('code-expired'));
  });

  it('gets longer codes where short ones have spent their tries', async () => {
    const short = { application: 'short' };
    const id = await harness.activated(ADA, short);
    const owner = as(id, short);
    await ask(PHONE, owner);
    const digits = await harness.deliver(id, short);
    expect(digits).toHaveLength(4);
    for (const steps of [1, 2, 3]) await verify(otherThan(digits, steps), owner);
    await db.advance(30_000);
    await ask(PHONE, owner);
    expect(await harness.deliver(id, short)).toHaveLength(8);
  });
});
