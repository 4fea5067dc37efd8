import { EraseOwnAccount } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Person,
  type RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };
const EVE = { ...ADA, password: 'what a stranger has chosen' };
const GUESS = { ...ADA, password: 'a guess at her password' };
const PHONE = '+33612345678';
const HERE = { network: '198.51.100.7' };

describe('the delay on wrong passwords of an address that a stranger has registered too', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    await setPolicy(db, { requirePhone: true }, 'phones');
  });
  beforeEach(() => beginAt(db, START));

  const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code);
  const erase = (person: Person) => harness.execute(Object.assign(new EraseOwnAccount(), person), HERE);

  /** What the stranger does between guesses with a password of their own; each is right, and proves nothing of Ada's. */
  const ownTries: [string, () => Promise<{ ok: boolean; error?: { code: string } }>, string][] = [
    ['a sign-in', () => harness.authenticate(EVE, HERE), 'activation-required'],
    ['a wrong code', () => harness.activate(EVE, '0000', HERE), 'code-invalid'],
    ['a wrong code for a phone', () => harness.provePhone(EVE, '000000', HERE), 'phone-not-required'],
    ['another SMS', () => harness.resendSms(EVE, HERE), 'phone-not-required'],
  ];

  it.each(ownTries)('is not cleared by %s of their own', async (_, tryOwn, answer) => {
    await harness.activated(ADA);
    await db.advance(31_000);
    await harness.register(EVE);
    const guesses: (string | undefined)[] = [];
    const own: (string | undefined)[] = [];
    for (let guess = 1; guess <= 25; guess += 1) {
      guesses.push(codeOf(await harness.authenticate(GUESS, HERE)));
      if (guess % 4 === 0) own.push(codeOf(await tryOwn()));
    }
    expect(own[0]).toBe(answer);
    expect(guesses.filter((code) => code === 'credentials-invalid')).toHaveLength(6);
  });

  it('is not cleared by erasing and signing up again', async () => {
    await harness.activated(ADA);
    for (let guess = 1; guess <= 5; guess += 1)
      expect(codeOf(await harness.authenticate(GUESS, HERE))).toBe('credentials-invalid');
    await db.advance(31_000);
    await harness.register(EVE);
    expect(codeOf(await erase(EVE))).toBe('ok');
    expect(codeOf(await harness.authenticate(GUESS, HERE))).toBe('credentials-invalid');
    expect(codeOf(await harness.authenticate(GUESS, HERE))).toBe('throttled');
  });

  it('is not cleared by the proof of a phone of their own', async () => {
    const phones = { application: 'phones' };
    const eve = { ...EVE, phone: PHONE };
    const userId = await harness.register(eve, phones);
    const texted = await harness.deliverBy('sms', userId, phones);
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(codeOf(await harness.authenticate(GUESS, { ...phones, ...HERE }))).toBe('credentials-invalid');
    }
    expect(codeOf(await harness.provePhone(eve, texted, { ...phones, ...HERE }))).toBe('ok');
    expect(codeOf(await harness.authenticate(GUESS, { ...phones, ...HERE }))).toBe('credentials-invalid');
    expect(codeOf(await harness.authenticate(GUESS, { ...phones, ...HERE }))).toBe('throttled');
  });

  it('counts no right password: the owner, and anyone who waits for a code, may try as often as they like', async () => {
    await harness.activated(ADA);
    await db.advance(31_000);
    await harness.register(EVE);
    for (let time = 1; time <= 20; time += 1) {
      expect(codeOf(await harness.authenticate(EVE, HERE))).toBe('activation-required');
      expect(codeOf(await harness.authenticate(ADA, HERE))).toBe('ok');
    }
    expect([
      ...(await db.sql`select key from gatehouse.throttles
      where bucket = 'failures-by-network' and cardinality(hits || under_way) > 0`),
    ]).toEqual([]);
  });

  it('ends no delay that another try has begun meanwhile', async () => {
    await harness.activated(ADA);
    await db.advance(31_000);
    await harness.register(EVE);
    for (let guess = 1; guess <= 6; guess += 1) await harness.authenticate(GUESS, HERE);
    await db.advance(15_000);
    expect(codeOf(await harness.authenticate(EVE, HERE))).toBe('activation-required');
    expect(codeOf(await harness.authenticate(GUESS, HERE))).toBe('credentials-invalid');
    expect(codeOf(await harness.authenticate(EVE, HERE))).toBe('throttled');
  });
});
