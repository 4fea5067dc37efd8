import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  beginAt,
  type Context,
  RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const DAY = 86_400_000;
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours' };
const HOME = '198.51.100.7';
const STRANGERS = '203.0.113.9';
const throttled = { ok: false, error: { code: 'throttled' } };

describe('messages to one recipient', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  const slugs = Array.from({ length: 8 }, (_, at) => `app-${at}`);

  beforeAll(async () => {
    db = await createTestDatabase();
    for (const slug of slugs) await setPolicy(db, {}, slug);
    await setPolicy(db, { messages: { perNetworkAndHour: 2 } }, 'narrow');
    await setPolicy(db, { messages: { perNetworkAndHour: 1 }, requirePhone: true }, 'narrowest');
    harness = new RegistrationHarness(db, { MESSAGES_PER_RECIPIENT_AND_DAY: '12' });
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  /** Strangers ask for as much as they get, and no more than a day's worth. */
  const flood = async (email: string, context: Context = {}): Promise<number> => {
    let sent = 0;
    for (let hour = 0; hour < 5; hour += 1) {
      for (let asked = 0; asked < 6; asked += 1) {
        if ((await harness.askReset(email, { network: STRANGERS, ...context })).ok) sent += 1;
        await db.advance(30_000);
      }
      await db.advance(3_500_000);
    }
    return sent;
  };

  describe('over all applications', () => {
    it('are as many as the operator allows, and the next is refused with a time to retry', async () => {
      for (const application of slugs.slice(0, 6)) {
        for (let time = 0; time < 2; time += 1)
          expect(await harness.signUp(ADA, { application })).toMatchObject({ ok: true });
      }
      const next = await harness.signUp(ADA, { application: 'app-6' });
      expect(next).toMatchObject({ error: { code: 'throttled', retryAfterSeconds: DAY / 1_000 } });
      expect(await harness.askReset(ADA.email, { application: 'app-7' })).toMatchObject(throttled);
      expect(await harness.signUp(BOB, { application: 'app-6' })).toMatchObject({ ok: true });
      await db.advance(DAY);
      expect(await harness.signUp(ADA, { application: 'app-6' })).toMatchObject({ ok: true });
    });

    it('are no more when all ask at once', async () => {
      const outcomes = await Promise.all(
        slugs.flatMap((application) => [1, 2, 3].map(() => harness.signUp(ADA, { application }))),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(12);
    });

    it('are counted without naming the recipient', async () => {
      await harness.signUp(ADA, { application: 'app-0' });
      const rows = await db.sql`select key from gatehouse.throttles where application = ''`;
      expect([...rows]).toEqual([{ key: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    });
  });

  describe('by an IPv6 /48', () => {
    const inSite = (site: number, at: number): Context => ({
      application: 'narrow',
      network: `2001:db8:${site}:${at.toString(16)}::/64`,
    });
    const person = (at: number) => ({ ...ADA, email: `someone-${at}@example.org` });

    it('are ten times what one of its networks may cause, from whichever of them', async () => {
      for (let at = 0; at < 20; at += 1) {
        expect(await harness.signUp(person(at), inSite(1, at))).toMatchObject({ ok: true });
      }
      expect(await harness.signUp(person(20), inSite(1, 20))).toMatchObject({
        error: { code: 'throttled', retryAfterSeconds: 3_600 },
      });
      expect(await harness.askReset(ADA.email, inSite(1, 21))).toMatchObject(throttled);
      expect(await harness.signUp(person(20), inSite(2, 20))).toMatchObject({ ok: true });
    });

    it('are two from one network still, and as many from its site when many ask at once', async () => {
      const fromOne = await Promise.all([0, 1, 2, 3].map((at) => harness.signUp(person(at), inSite(1, 1))));
      expect(fromOne.filter(({ ok }) => ok)).toHaveLength(2);
      const fromMany = await Promise.all(
        Array.from({ length: 30 }, (_, at) => harness.signUp(person(at + 10), inSite(1, at + 2))),
      );
      expect(fromMany.filter(({ ok }) => ok)).toHaveLength(18);
    });
  });

  describe('by a network that may cause one an hour, where a sign-up needs a mail and an SMS', () => {
    const here: Context = { application: 'narrowest', network: HOME };
    const person = (at: number) => ({ ...ADA, email: `someone-${at}@example.org`, phone: `+3361234567${at}` });

    it('are those of one sign-up an hour', async () => {
      for (let at = 0; at < 3; at += 1) {
        expect(await harness.signUp(person(at), here)).toMatchObject({ ok: true });
        await db.advance(3_000_000);
        expect(await harness.signUp(person(at + 3), here)).toMatchObject({
          error: { code: 'throttled', retryAfterSeconds: 600 },
        });
        await db.advance(600_000);
      }
    });

    it('are none of a sign-up where anything else was sent within the hour', async () => {
      expect(await harness.askReset(ADA.email, here)).toMatchObject({ ok: true });
      await db.advance(1_800_000);
      expect(await harness.signUp(person(0), here)).toMatchObject({
        error: { code: 'throttled', retryAfterSeconds: 1_800 },
      });
      await db.advance(1_800_000);
      expect(await harness.signUp(person(0), here)).toMatchObject({ ok: true });
    });

    it('are those of one sign-up where many ask at once', async () => {
      const asked = await Promise.all([0, 1, 2, 3].map((at) => harness.signUp(person(at), here)));
      expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
    });
  });

  describe('that strangers have used up', () => {
    it('have a reserve for the network that activated the account', async () => {
      await harness.activated(ADA, { network: HOME });
      await db.advance(DAY);
      expect(await flood(ADA.email)).toBe(standardPolicy.messages.perDay);
      expect(await harness.askReset(ADA.email, { network: STRANGERS })).toMatchObject(throttled);
      for (let time = 0; time < 3; time += 1) {
        expect(await harness.askReset(ADA.email, { network: HOME })).toEqual({ ok: true, value: null });
        await db.advance(1_800_000);
      }
      expect(await harness.askReset(ADA.email, { network: HOME })).toMatchObject(throttled);
    });

    it('have it also within the hour, and over all applications', async () => {
      await harness.activated(ADA, { network: HOME });
      await db.advance(DAY);
      for (let time = 0; time < 5; time += 1) {
        await harness.askReset(ADA.email, { network: STRANGERS });
        await db.advance(30_000);
      }
      expect(await harness.askReset(ADA.email, { network: STRANGERS })).toMatchObject(throttled);
      expect(await harness.askReset(ADA.email, { network: HOME })).toMatchObject({ ok: true });
      await db.advance(DAY);

      for (const application of slugs.slice(0, 6)) {
        for (let time = 0; time < 2; time += 1) await harness.signUp(ADA, { application });
      }
      expect(await harness.askReset(ADA.email, { network: STRANGERS })).toMatchObject(throttled);
      expect(await harness.askReset(ADA.email, { network: HOME })).toMatchObject({ ok: true });
    });

    it('have none for an address without an account, from any network', async () => {
      await harness.register(BOB, { network: HOME });
      await db.advance(DAY);
      expect(await flood(BOB.email)).toBe(standardPolicy.messages.perDay);
      expect(await harness.askReset(BOB.email, { network: HOME })).toMatchObject(throttled);
    });
  });
});
