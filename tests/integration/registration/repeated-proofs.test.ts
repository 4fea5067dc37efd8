import { commandFrom } from '@gatehouse/platform/edge';
import {
  ChangeProfile,
  RequestEmailChange,
  SendPhoneCode,
  VerifyNewEmail,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  otherThan,
  type RegistrationHarness,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const PHONE = '+33612345678';
const OTHER_PHONE = '+33687654321';
const NEW_EMAIL = 'ada.lovelace@example.org';
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns', phone: PHONE };
const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours' };
const NEW_PASSWORD = 'twelve brass compasses';
const HERE = { network: '198.51.100.7' };

interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string };
}

describe('the same proof, sent a second time', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated(ADA);
    await db.advance(31_000);
  });

  const as = (id: string): Context => ({ actor: { userId: id, roles: ['user'] }, ...HERE });
  const verifyPhone = (code: string, id = userId) => harness.execute(commandFrom(VerifyPhone, { code }), as(id));
  const verifyEmail = (code: string, id = userId) => harness.execute(commandFrom(VerifyNewEmail, { code }), as(id));
  const reset = (code: string, password = NEW_PASSWORD) => harness.resetPassword(ADA.email, code, password, HERE);
  const invalid = { ok: false, error: expect.objectContaining({ code: 'code-invalid' }) };
  const events = async () =>
    (await db.sql`select type from gatehouse.event_log order by position`).map(({ type }) => type as string);

  const phoneCode = async () => {
    await harness.execute(commandFrom(SendPhoneCode, {}), as(userId));
    return harness.deliver(userId);
  };
  const emailCode = async () => {
    const wish = commandFrom(RequestEmailChange, { newEmail: NEW_EMAIL, currentPassword: ADA.password });
    await harness.execute(wish, as(userId));
    return harness.deliver(userId);
  };
  const resetCode = async () => {
    await harness.askReset(ADA.email);
    return (await harness.deliverReset(ADA.email)) ?? '';
  };

  const proofs: [string, number, () => Promise<string>, (code: string) => Promise<Answer>][] = [
    ['of a phone', 300_000, phoneCode, (code) => verifyPhone(code)],
    ['of a new address', 300_000, emailCode, (code) => verifyEmail(code)],
    ['for a new password', 600_000, resetCode, (code) => reset(code)],
  ];

  it.each(proofs)('%s is answered as the first was, and writes nothing', async (_, life, ask, prove) => {
    const code = await ask();
    const first = await prove(code);
    expect(first).toMatchObject({ ok: true });
    const before = await events();
    await db.advance(life - 1);
    expect(await prove(code)).toEqual(first);
    expect(await events()).toEqual(before);
  });

  it.each(proofs)('%s at the same moment is answered alike', async (_, _life, ask, prove) => {
    const code = await ask();
    const answers = await Promise.all([prove(code), prove(code), prove(code)]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ ok: true });
  });

  it.each(proofs)('%s is wrong once its life is over', async (_, life, ask, prove) => {
    const code = await ask();
    await prove(code);
    await db.advance(life);
    expect(await prove(code)).toEqual(invalid);
  });

  it.each(proofs)('%s with other digits is wrong', async (_, _life, ask, prove) => {
    const code = await ask();
    await prove(code);
    expect(await prove(otherThan(code))).toEqual(invalid);
  });

  it('proves nothing for another account', async () => {
    const bob = await harness.activated(BOB);
    const phone = await phoneCode();
    await verifyPhone(phone);
    expect(await verifyPhone(phone, bob)).toEqual(invalid);
    await db.advance(31_000);
    const change = await emailCode();
    await verifyEmail(change);
    expect(await verifyEmail(change, bob)).toEqual(invalid);
  });

  it('with another new password is wrong: the code is used, and this is another wish', async () => {
    const code = await resetCode();
    await reset(code);
    expect(await reset(code, 'thirteen other compasses')).toEqual(invalid);
    expect(await harness.authenticate({ ...ADA, password: NEW_PASSWORD })).toMatchObject({ ok: true });
  });

  it('is wrong where what the first one did no longer stands', async () => {
    const phone = await phoneCode();
    await verifyPhone(phone);
    await harness.execute(commandFrom(ChangeProfile, { phone: OTHER_PHONE }), as(userId));
    expect(await verifyPhone(phone)).toEqual(invalid);
    await db.advance(31_000);
    const change = await emailCode();
    await verifyEmail(change);
    await db.sql`update gatehouse.users set email = 'former@example.org' where id = ${userId}`;
    expect(await verifyEmail(change)).toEqual(invalid);
  });
});
