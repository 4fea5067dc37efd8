import { Overloaded } from '@gatehouse/kernel';
import { REGISTRATION } from '@gatehouse/registration';
import { jest } from '@jest/globals';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type Person, RegistrationHarness } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };
const NETWORK = '198.51.100.7';
const HERE = { network: NETWORK };

describe('a try that is charged before it is looked at', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(() => beginAt(db, START));

  const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : (answer.error?.code ?? ''));
  const counted = (codes: readonly string[]) =>
    Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((each) => each === code).length]));
  const atOnce = async (calls: readonly Promise<{ ok: boolean; error?: { code: string } }>[]) =>
    counted((await Promise.all(calls)).map(codeOf));
  const stranger = (index: number): Person => ({ email: `person${index}@example.org`, password: 'a guess of mine' });

  it('is one of 30 that a network may fail at, however many come at once to however many processes', async () => {
    const other = new RegistrationHarness(db);
    try {
      const calls = Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? harness : other).authenticate(stranger(index), HERE),
      );
      expect(await atOnce(calls)).toEqual({ 'credentials-invalid': 30, throttled: 30 });
    } finally {
      await other.close();
    }
  });

  it('is a guess at a reset code as well', async () => {
    const calls = Array.from({ length: 60 }, (_, index) =>
      harness.resetPassword(stranger(index).email, '12345678', 'another horse battery', HERE),
    );
    expect(await atOnce(calls)).toEqual({ 'code-invalid': 30, throttled: 30 });
  });

  it('is no failure once the password was right: an office full of people signs in from one network', async () => {
    await harness.activated(ADA);
    for (let time = 1; time <= 40; time += 1) expect(codeOf(await harness.authenticate(ADA, HERE))).toBe('ok');
    const [row] = await db.sql`select cardinality(hits) as hits, cardinality(under_way) as under_way
      from gatehouse.throttles where bucket = 'failures-by-network'`;
    expect(row).toEqual({ hits: 0, under_way: 0 });
  });

  it('tells a network with 30 tries under way to retry in a second, and one that has failed in a quarter of an hour', async () => {
    const tries = harness.container.get(REGISTRATION.chargedTries);
    const { guessing, codes } = standardPolicy;
    const begin = (index: number) =>
      tries.chargePassword(
        { application: 'default', email: stranger(index).email, ...HERE },
        guessing,
        codes.activation,
      );
    const begun = await Promise.all(Array.from({ length: 30 }, (_, index) => begin(index)));
    expect(await begin(31)).toEqual({ admitted: false, retryAfterSeconds: 1 });
    for (const [index, situation] of begun.entries()) {
      if (!situation.admitted) throw new Error('Not admitted');
      const key = { application: 'default', email: stranger(index).email, ...HERE };
      await tries.settle(key, situation.charge, { password: 'keep', network: 'keep' });
    }
    expect(await begin(31)).toEqual({ admitted: false, retryAfterSeconds: 900 });
  });

  it('stays charged where the process dies before it is settled', async () => {
    const tries = harness.container.get(REGISTRATION.chargedTries);
    const { guessing } = standardPolicy;
    for (let time = 1; time <= 30; time += 1) await tries.chargeNetwork({ application: 'default', ...HERE }, guessing);
    await db.advance(10_000);
    expect(await tries.chargeNetwork({ application: 'default', ...HERE }, guessing)).toEqual({
      admitted: false,
      retryAfterSeconds: 890,
    });
  });

  it('is given back where too many passwords wait, because nothing was compared', async () => {
    await harness.activated(ADA);
    const hasher = harness.container.get(REGISTRATION.passwordHasher);
    const matching = jest.spyOn(hasher, 'matching').mockRejectedValue(new Overloaded(2));
    for (let time = 1; time <= 40; time += 1) {
      await expect(harness.authenticate(ADA, HERE)).rejects.toThrow(Overloaded);
    }
    matching.mockRestore();
    expect(codeOf(await harness.authenticate(ADA, HERE))).toBe('ok');
  });
});

describe('a failed try', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(() => beginAt(db, START));

  const traces = async () =>
    (
      await db.sql<{ subject: string; data: object; text: string }[]>`
        select subject, data, data::text as text from gatehouse.event_log where type = 'authentication.failed.v1' order by position`
    ).map(({ data }) => data);

  it('leaves an event with the account, the network and the reason, and nothing that was typed', async () => {
    const userId = await harness.activated(ADA);
    await harness.authenticate({ ...ADA, password: 'not the right one' }, HERE);
    await harness.authenticate({ email: 'my secret password', password: 'ada' }, HERE);
    await harness.authenticate({ email: 'nobody@example.org', password: 'not the right one' }, HERE);
    expect(await traces()).toEqual([
      { userId, network: NETWORK, reason: 'password-wrong' },
      { userId: null, network: NETWORK, reason: 'password-wrong' },
      { userId: null, network: NETWORK, reason: 'password-wrong' },
    ]);
    const [log] = await db.sql`select string_agg(data::text, ' ') as text from gatehouse.event_log
      where type = 'authentication.failed.v1'`;
    expect(log?.['text']).not.toMatch(/secret|right one|nobody@/);
  });

  it('leaves one where the password was right and opens nothing', async () => {
    const userId = await harness.register(ADA);
    const digits = await harness.deliver(userId);
    await harness.authenticate(ADA, HERE);
    await harness.activate(ADA, digits === '0000' ? '0001' : '0000', HERE);
    await harness.activate(ADA, digits, HERE);
    await db.sql`update gatehouse.users set state = 'suspended', suspended_at = now() where id = ${userId}`;
    await harness.authenticate(ADA, HERE);
    expect(await traces()).toEqual([
      { userId, network: NETWORK, reason: 'activation-required' },
      { userId, network: NETWORK, reason: 'code-wrong' },
      { userId, network: NETWORK, reason: 'account-suspended' },
    ]);
  });

  it('leaves none for a try that succeeded', async () => {
    await harness.activated(ADA, HERE);
    await harness.authenticate(ADA, HERE);
    expect(await traces()).toEqual([]);
  });
});
