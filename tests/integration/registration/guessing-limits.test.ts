import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, otherThan, RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };
const HOUR = 3_600_000;

describe('guessing', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(() => beginAt(db, START));

  const refused = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } });
  const throttled = (retryAfterSeconds: number) => refused('throttled', { retryAfterSeconds });
  const exhausted = refused('tries-exhausted', { retryAfterSeconds: 30 });
  const invalid = refused('code-invalid');

  /** A further code arrives: the message's gap has passed. */
  const anotherCode = async (userId: string) => {
    await db.advance(30_000);
    expect(await harness.askAgain(ADA.email)).toMatchObject({ ok: true });
    return harness.deliver(userId);
  };

  describe('codes', () => {
    it('ends after three wrong tries: then even the right one is refused', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      for (const steps of [1, 2, 3]) expect(await harness.activate(ADA, otherThan(digits, steps))).toEqual(invalid);
      expect(await harness.activate(ADA, digits)).toEqual(exhausted);
      expect(await harness.activate(ADA, otherThan(digits, 4))).toEqual(exhausted);
      const [row] = await db.sql`select attempts, consumed_at from gatehouse.activation_codes`;
      expect(row).toEqual({ attempts: 3, consumed_at: null });
    });

    it('is not refreshed by another code: two wrong tries here and one there are all three', async () => {
      const userId = await harness.register(ADA);
      const first = await harness.deliver(userId);
      for (const steps of [1, 2]) expect(await harness.activate(ADA, otherThan(first, steps))).toEqual(invalid);
      await db.advance(60_000);
      const second = await anotherCode(userId);
      expect(second).toHaveLength(4);
      expect(await harness.activate(ADA, otherThan(second))).toEqual(invalid);
      expect(await harness.activate(ADA, second)).toEqual(exhausted);
    });

    it('is not refreshed by another sign-up either', async () => {
      const first = await harness.deliver(await harness.register(ADA));
      for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(first, steps));
      await db.advance(30_000);
      expect(await harness.signUp(ADA)).toMatchObject({ ok: true, value: { activation: { codeLength: 8 } } });
    });

    it('goes on with eight digits after three wrong tries, and with four again a day later', async () => {
      const userId = await harness.register(ADA);
      const short = await harness.deliver(userId);
      for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(short, steps));

      await db.advance(10 * 60_000);
      const long = await anotherCode(userId);
      expect(long).toMatch(/^[0-9]{8}$/);
      for (const steps of [1, 2]) expect(await harness.activate(ADA, otherThan(long, steps))).toEqual(invalid);
      await db.advance(24 * HOUR - 11 * 60_000 - 31_000);
      const stillLong = await anotherCode(userId);
      expect(stillLong).toHaveLength(8);

      await db.advance(60_000);
      const shortAgain = await anotherCode(userId);
      expect(shortAgain).toMatch(/^[0-9]{4}$/);
      expect(await harness.activate(ADA, shortAgain)).toMatchObject({ ok: true });
    });

    it('has three tries for a long code as well', async () => {
      const userId = await harness.register(ADA);
      const short = await harness.deliver(userId);
      for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(short, steps));
      await db.advance(60_000);
      const long = await anotherCode(userId);
      for (const steps of [1, 2, 3]) expect(await harness.activate(ADA, otherThan(long, steps))).toEqual(invalid);
      expect(await harness.activate(ADA, long)).toEqual(exhausted);
    });

    it('slides: each wrong try is forgotten a day after it was made', async () => {
      const userId = await harness.register(ADA);
      const first = await harness.deliver(userId);
      await harness.activate(ADA, otherThan(first));
      await db.advance(2 * HOUR);
      const second = await anotherCode(userId);
      for (const steps of [1, 2]) expect(await harness.activate(ADA, otherThan(second, steps))).toEqual(invalid);
      expect(await harness.activate(ADA, second)).toEqual(exhausted);

      await db.advance(22 * HOUR - 61_000);
      expect(await anotherCode(userId)).toHaveLength(8);
      await db.advance(60_000);
      const last = await anotherCode(userId);
      expect(last).toHaveLength(4);
      expect(await harness.activate(ADA, otherThan(last))).toEqual(invalid);
      expect(await harness.activate(ADA, last)).toEqual(exhausted);
    });

    it('evaluates at most three of any number of wrong tries made at once', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      const tries = Array.from({ length: 12 }, (_, index) => harness.activate(ADA, otherThan(digits, index + 1)));
      const codes = (await Promise.all(tries)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
      expect(codes.filter((code) => code === 'code-invalid').length).toBeLessThanOrEqual(3);
      const [row] = await db.sql`select attempts from gatehouse.activation_codes`;
      expect(row?.['attempts']).toBeLessThanOrEqual(3);
    });
  });

  describe('passwords of one account', () => {
    const wrong = { ...ADA, password: 'not the right one' };
    const here = { network: '198.51.100.7' };
    const tryWrong = async (times: number, context: object = here) => {
      for (let time = 1; time <= times; time++) {
        expect(await harness.activate(wrong, '0000', context)).toEqual(refused('credentials-invalid'));
      }
    };

    it('costs nothing five times, then a delay that doubles up to a quarter of an hour', async () => {
      await harness.register(ADA);
      await tryWrong(5);
      for (const delay of [15, 30, 60, 120, 240, 480, 900, 900]) {
        await tryWrong(1);
        expect(await harness.activate(ADA, '0000', here)).toEqual(throttled(delay));
        await db.advance(delay * 1_000 - 1);
        expect(await harness.activate(ADA, '0000', here)).toEqual(throttled(1));
        await db.advance(1);
      }
    });

    it('delays sign-in and activation together', async () => {
      await harness.register(ADA);
      await tryWrong(3);
      for (let time = 1; time <= 3; time++) {
        expect(await harness.authenticate(wrong, here)).toEqual(refused('credentials-invalid'));
      }
      expect(await harness.authenticate(ADA, here)).toEqual(throttled(15));
      expect(await harness.activate(ADA, '0000', here)).toEqual(throttled(15));
    });

    it('never delays the person on another network', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      await tryWrong(6);
      expect(await harness.activate(ADA, digits, here)).toEqual(throttled(15));
      expect(await harness.activate(ADA, digits, { network: '203.0.113.1' })).toMatchObject({ ok: true });
    });

    it('never delays another account on the same network', async () => {
      await harness.register(ADA);
      const person = { ...ADA, email: 'grace@example.org' };
      const digits = await harness.deliver(await harness.register(person));
      await tryWrong(6);
      expect(await harness.activate(person, digits, here)).toMatchObject({ ok: true });
    });

    it('is forgotten by the activation, and from then on by the owner’s password', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      await tryWrong(5);
      expect(await harness.activate(ADA, digits, here)).toMatchObject({ ok: true });
      await tryWrong(5);
      expect(await harness.activate(ADA, digits, here)).toEqual(refused('already-active'));
      await tryWrong(5);
      expect(await harness.authenticate(ADA, here)).toMatchObject({ ok: true });
      expect([...(await db.sql`select 1 from gatehouse.password_tries`)]).toEqual([]);
    });

    it('is forgotten after a day without a try', async () => {
      await harness.register(ADA);
      await tryWrong(7 - 1);
      await db.advance(24 * HOUR + 1);
      await tryWrong(6);
      expect(await harness.activate(ADA, '0000', here)).toEqual(throttled(15));
    });

    it('is counted for an unknown address just as for a known one', async () => {
      const nobody = { email: 'nobody@example.org', password: 'not the right one' };
      for (let time = 1; time <= 6; time++) {
        expect(await harness.activate(nobody, '0000', here)).toEqual(refused('credentials-invalid'));
      }
      expect(await harness.activate(nobody, '0000', here)).toEqual(throttled(15));
    });

    it('is counted together for all whose network does not count', async () => {
      await harness.register(ADA);
      await tryWrong(6, { network: null });
      expect(await harness.activate(ADA, '0000', { network: null })).toEqual(throttled(15));
      expect(await harness.activate(ADA, '0000', here)).toEqual(invalid);
    });

    it('lets no race past the delay', async () => {
      await harness.register(ADA);
      const answers = await Promise.all(Array.from({ length: 40 }, () => harness.activate(wrong, '0000', here)));
      const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
      expect(codes.filter((code) => code === 'credentials-invalid')).toHaveLength(6);
      expect(codes.filter((code) => code === 'throttled')).toHaveLength(34);
    });
  });

  describe('from one network', () => {
    const network = '198.51.100.7';
    const failOnce = (person: number) =>
      harness.activate({ email: `person${person}@example.org`, password: 'a guess of mine' }, '0000', { network });

    it('ends after 30 wrong passwords in 15 minutes, for any accounts', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      for (let person = 1; person <= 30; person++) {
        expect(await failOnce(person)).toEqual(refused('credentials-invalid'));
        await db.advance(1_000);
      }
      expect(await failOnce(31)).toEqual(throttled(870));
      expect(await harness.authenticate(ADA, { network })).toEqual(throttled(870));
      expect(await harness.activate(ADA, digits, { network: '198.51.100.8' })).toMatchObject({ ok: true });

      await db.advance(869_999);
      expect(await failOnce(31)).toEqual(throttled(1));
      await db.advance(1);
      expect(await failOnce(31)).toEqual(refused('credentials-invalid'));
      expect(await failOnce(32)).toEqual(throttled(1));
    }, 60_000);

    it('counts wrong codes as well', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      for (let person = 1; person <= 28; person++) await failOnce(person);
      for (const steps of [1, 2])
        expect(await harness.activate(ADA, otherThan(digits, steps), { network })).toEqual(invalid);
      expect(await harness.activate(ADA, digits, { network })).toEqual(throttled(900));
    });

    it('charges no account for what the network is refused', async () => {
      await harness.register(ADA);
      for (let person = 1; person <= 30; person++) await failOnce(person);
      for (let time = 1; time <= 10; time++) {
        expect(await harness.authenticate({ ...ADA, password: 'wrong one' }, { network })).toEqual(throttled(900));
      }
      await db.advance(900_000);
      expect(await harness.authenticate(ADA, { network })).toEqual({
        ok: false,
        error: { code: 'activation-required' },
      });
    });
  });

  it('is harder under the strict preset: six digits, passwords of fifteen characters', async () => {
    await db.sql`insert into gatehouse.applications (slug, name, preset) values ('bank', 'Bank', 'strict')`;
    const fresh = new RegistrationHarness(db);
    const bank = { application: 'bank' };
    try {
      expect(await fresh.signUp({ ...ADA, password: 'only 14 of them' }, bank)).toMatchObject({ ok: true });
      expect(await fresh.signUp({ ...ADA, password: 'merely 14 here' }, bank)).toMatchObject({
        error: { code: 'validation-failed', errors: [{ code: 'password-too-short' }] },
      });
      expect(await fresh.signUp(ADA, bank)).toMatchObject({ value: { activation: { codeLength: 6 } } });
    } finally {
      await fresh.close();
    }
  });

  it('follows what an application sets in place of the preset', async () => {
    await setPolicy(db, { code: { digits: 10, lifeSeconds: 300, triesPerCode: 1 } }, 'slow');
    const fresh = new RegistrationHarness(db);
    const slow = { application: 'slow' };
    try {
      const digits = await fresh.deliver(await fresh.register(ADA, slow), slow);
      expect(digits).toHaveLength(10);
      await db.advance(299_999);
      expect(await fresh.activate(ADA, otherThan(digits), slow)).toEqual(invalid);
      expect(await fresh.activate(ADA, digits, slow)).toEqual(exhausted);
    } finally {
      await fresh.close();
    }
  });
});
