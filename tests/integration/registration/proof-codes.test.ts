import { randomUUID } from 'node:crypto';
import { REGISTRATION } from '@gatehouse/registration';
import type { AccountAttempt } from '../../../libs/registration/application/codes/account-prover.js';
import { closedTo } from '../../../libs/registration/application/own-account/own-account.js';
import type { Effect } from '../../../libs/registration/application/ports/codes.js';
import type { CodePurpose } from '../../../libs/registration/domain/code/purposes.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { phoneVerified } from '../../../libs/registration/domain/user/account-events.js';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { issueProof } from '../../support/registration/proof-steps.js';
import { beginAt, otherThan, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'Ada@example.org', password: 'correct horse battery' };
const PHONE = '+33612345678';
const EMAIL_CHANGED = { kind: 'email-changed', changeId: randomUUID(), undoSeconds: 60 } as const;

describe('a code that proves something for an account', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, START);
    userId = await harness.activated({ ...ADA, name: 'Ada', locale: 'fr' });
    await db.advance(60_000);
  });

  const address = (typed: string) => {
    const parsed = EmailAddress.parse(typed);
    if (!parsed.ok) throw new Error(typed);
    return parsed.value;
  };
  const prove = async (purpose: CodePurpose, typed: string, effect: Effect, key: object = { userId }) => {
    const { policy } = await harness.container.get(REGISTRATION.applications).get('default');
    return harness.container.get(REGISTRATION.accountProver).prove({
      key: { application: 'default', network: null, ...key } as AccountAttempt['key'],
      purpose,
      typed,
      policy,
      closedTo,
      effectOf: (_holder, _code, eventId) => ({ effect, event: phoneVerified(eventId, userId) }),
      stands: () => true,
    });
  };
  const provePhone = (typed: string) => prove('phone', typed, { kind: 'phone-verified' });
  const open = async () => {
    const rows = await db.sql`select purpose, target, number from gatehouse.activation_codes
      where consumed_at is null and voided_at is null order by issued_at, number`;
    return rows.map(({ purpose, target, number }) => [purpose, target, number]);
  };
  const eventTypes = async () => (await db.sql`select type from gatehouse.event_log`).map(({ type }) => type);

  it('goes to the phone as six digits that live for five minutes', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    expect(await harness.dispatch(await harness.latestCode(userId))).toEqual({
      ok: true,
      value: {
        kind: 'code',
        purpose: 'phone',
        recipient: { phone: PHONE },
        locale: 'fr',
        digits: expect.stringMatching(/^[0-9]{6}$/),
        number: 1,
        lifeSeconds: 300,
      },
    });
  });

  it('goes to the new address without a name', async () => {
    await issueProof(harness, userId, { purpose: 'email-change', target: address('New@example.org') });
    expect(await harness.dispatch(await harness.latestCode(userId))).toMatchObject({
      value: {
        purpose: 'email-change',
        recipient: { email: 'New@example.org', name: null },
        digits: expect.stringMatching(/^[0-9]{6}$/),
        lifeSeconds: 300,
      },
    });
  });

  it('becomes “you already have an account” where another account owns the new address', async () => {
    await harness.activated({ email: 'Bob@example.org', password: 'another long password', name: 'Bob' });
    await db.advance(60_000);
    await issueProof(harness, userId, { purpose: 'email-change', target: address('bob@example.org') });
    expect(await harness.dispatch(await harness.latestCode(userId))).toMatchObject({
      value: { kind: 'account-exists', recipient: { email: 'bob@example.org', name: 'Bob' } },
    });
  });

  it('verifies the phone, once', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    const digits = await harness.deliver(userId);
    expect(await provePhone(digits)).toMatchObject({
      ok: true,
      value: { id: userId, phone: PHONE, phoneVerified: true, state: 'active' },
    });
    expect(await provePhone(digits)).toEqual({ ok: true, value: null });
    expect((await eventTypes()).filter((type) => type === 'user.phone-verified.v1')).toHaveLength(1);
  });

  it('changes the address', async () => {
    await issueProof(harness, userId, { purpose: 'email-change', target: address('New@Example.org') });
    const digits = await harness.deliver(userId);
    expect(await prove('email-change', digits, EMAIL_CHANGED)).toMatchObject({
      ok: true,
      value: { email: 'New@example.org', emailVerified: true },
    });
    expect(await harness.authenticate({ ...ADA, email: 'new@example.org' })).toMatchObject({ ok: true });
  });

  it('changes nothing where another account owns the new address by then', async () => {
    await issueProof(harness, userId, { purpose: 'email-change', target: address('New@Example.org') });
    const digits = await harness.deliver(userId);
    await harness.activated({ email: 'new@example.org', password: 'another long password' });
    expect(await prove('email-change', digits, EMAIL_CHANGED)).toMatchObject({ error: { code: 'code-invalid' } });
    expect(await open()).toEqual([['email-change', 'new@example.org', 1]]);
    expect(await harness.authenticate(ADA)).toMatchObject({ ok: true });
  });

  it('is void once a code of its purpose goes to another target, and stays valid if one goes to the same', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    await db.advance(30_000);
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    expect(await open()).toEqual([
      ['phone', PHONE, 1],
      ['phone', PHONE, 2],
    ]);
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: '+33687654321' } });
    expect(await open()).toEqual([['phone', '+33687654321', 3]]);
  });

  it('ends after three wrong tries, and after its time', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    const first = await harness.deliver(userId);
    for (const steps of [1, 2, 3]) {
      expect(await provePhone(otherThan(first, steps))).toMatchObject({ error: { code: 'code-invalid' } });
    }
    expect(await provePhone(first)).toMatchObject({ error: { code: 'tries-exhausted' } });

    await db.advance(30_000);
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    const second = await harness.deliver(userId);
    await db.advance(300_001);
    expect(await provePhone(second)).toMatchObject({ error: { code: 'code-expired' } });
  });

  it('is accepted once by two hundred calls at the same moment', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    const digits = await harness.deliver(userId);
    const answers = await Promise.all(Array.from({ length: 200 }, () => provePhone(digits)));
    expect(answers.filter((answer) => answer.ok && answer.value)).toHaveLength(1);
    expect(answers.filter((answer) => answer.ok && !answer.value)).toHaveLength(199);
    expect((await eventTypes()).filter((type) => type === 'user.phone-verified.v1')).toHaveLength(1);
  });

  it('counts no more than three of fifty wrong tries at the same moment', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    const digits = await harness.deliver(userId);
    await Promise.all(Array.from({ length: 50 }, (_, index) => provePhone(otherThan(digits, index + 1))));
    const [row] = await db.sql`select attempts from gatehouse.activation_codes where purpose = 'phone'`;
    expect(row).toEqual({ attempts: 3 });
    expect(await provePhone(digits)).toMatchObject({ error: { code: 'tries-exhausted' } });
  });

  it('does not stand in for an activation code, nor an activation code for it', async () => {
    const bob = { email: 'bob@example.org', password: 'another long password' };
    const bobId = await harness.register(bob);
    const activation = await harness.deliver(bobId);
    await db.advance(1);
    await issueProof(harness, bobId, { purpose: 'phone', target: { canonical: PHONE } });
    const phone = await harness.deliver(bobId);
    expect(await harness.activate(bob, phone)).toMatchObject({ error: { code: 'code-invalid' } });
    expect(await prove('phone', activation, { kind: 'phone-verified' }, { userId: bobId })).toMatchObject({
      error: { code: 'account-unknown' },
    });
    expect(await harness.activate(bob, activation)).toMatchObject({ ok: true });
  });

  it('is over when its account was suspended meanwhile', async () => {
    await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } });
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
    expect(await harness.dispatch(await harness.latestCode(userId))).toEqual({
      ok: false,
      error: { code: 'code-over' },
    });
  });

  it('takes a slot of its recipient, its network and, an SMS, its application, or none is written', async () => {
    expect(
      await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } }, { textsPerDay: 1 }),
    ).toBe(true);
    expect(
      await issueProof(harness, userId, { purpose: 'phone', target: { canonical: PHONE } }, { textsPerDay: 9 }),
    ).toBe(false);
    const other = { purpose: 'phone', target: { canonical: '+33687654321' } } as const;
    expect(await issueProof(harness, userId, other, { textsPerDay: 1 })).toBe(false);
    expect(await open()).toEqual([['phone', PHONE, 1]]);
    await db.advance(24 * 3_600_000);
    expect(await issueProof(harness, userId, other, { textsPerDay: 1 })).toBe(true);
  });
});
