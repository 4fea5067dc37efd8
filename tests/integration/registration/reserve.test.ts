import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { EraseUser, RequestEmailChange, SendPhoneCode } from '@gatehouse/registration/contract';
import { PostgresAccountRecordViews } from '../../../libs/registration/adapters/postgres/own-account/postgres-account-record-views.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  beginAt,
  type Person,
  RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const EVE = { email: 'eve@example.org', password: 'eleven quiet harbours' };
const MALLORY = { email: 'mallory@example.org', password: 'twelve loud lighthouses' };
const NEW = 'countess@example.net';
const PHONE = '+33612345678';
const HOME = '198.51.100.7';
const CEILING = 20;
const done = { ok: true };
const throttled = { ok: false, error: { code: 'throttled' } };

describe('the reserve of an account', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    // Minutes apart rather than hours: what one day lets through is what is shown.
    await setPolicy(db, { messages: { perHour: 10, perDay: 10, gapSeconds: 1 } });
    await setPolicy(db, { messages: { perHour: 10, perDay: 10, gapSeconds: 1 }, requirePhone: true }, 'phones');
    harness = new RegistrationHarness(db, { MESSAGES_PER_RECIPIENT_AND_DAY: `${CEILING}` });
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const as = (userId: string) => ({ actor: { userId, sessionId: 'session', roles: ['user' as const] } });
  const change = (userId: string, currentPassword: string, newEmail = NEW) =>
    harness.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword }), as(userId));
  const text = (userId: string, phone = PHONE) => harness.execute(commandFrom(SendPhoneCode, { phone }), as(userId));
  /** A day's messages, all of them asked by strangers. */
  const fill = async (email: string) => {
    for (let message = 0; message < 10; message += 1) {
      expect(await harness.askReset(email)).toMatchObject(done);
      await db.advance(1_000);
    }
    expect(await harness.askReset(email)).toMatchObject(throttled);
  };
  const activated = async (person: Person, network: string | null = null) => {
    const id = await harness.activated(person, { network });
    await db.advance(1_000);
    return id;
  };

  it('lets the owner change to an address whose messages strangers have used up, by the right password alone', async () => {
    const ada = await activated(ADA);
    await fill(NEW);
    expect(await change(ada, 'not the password')).toMatchObject({ error: { code: 'password-wrong' } });
    expect(await change(ada, ADA.password)).toMatchObject(done);
    expect(await harness.askReset(NEW)).toMatchObject(throttled);
    await db.advance(1_000);
    expect(await change(ada, ADA.password)).toMatchObject(done);
    await db.advance(1_000);
    expect(await change(ada, ADA.password)).toMatchObject(throttled);
    await db.advance(3_600_000);
    expect(await change(ada, ADA.password)).toMatchObject(done);
    await db.advance(3_600_000);
    expect(await change(ada, ADA.password)).toMatchObject(throttled);
  });

  it('is each account’s own, and within the operator’s ceiling', async () => {
    await fill(NEW);
    let sent = 0;
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const person = { ...ADA, email: `${name}@example.org` };
      const id = await activated(person);
      for (let asked = 0; asked < 3; asked += 1) {
        if ((await change(id, person.password)).ok) sent += 1;
        await db.advance(1_000);
      }
      expect(sent).toBe(Math.min(2 * (name.charCodeAt(0) - 96), CEILING - 10));
    }
    await db.advance(3_600_000);
    const id = await activated(MALLORY);
    expect(await change(id, MALLORY.password)).toMatchObject(throttled);
  });

  it('is not used up by what other accounts have sent to the owner’s address', async () => {
    await activated(ADA, HOME);
    await db.advance(86_400_000);
    await fill(ADA.email);
    for (const person of [EVE, MALLORY]) {
      const id = await activated(person);
      for (let asked = 0; asked < 2; asked += 1) {
        expect(await change(id, person.password, ADA.email)).toMatchObject(done);
        await db.advance(1_000);
      }
    }
    for (let asked = 0; asked < 2; asked += 1) {
      expect(await harness.askReset(ADA.email, { network: HOME })).toMatchObject(done);
      await db.advance(1_000);
    }
    expect(await harness.askReset(ADA.email, { network: HOME })).toMatchObject(throttled);
  });

  it('lets the owner have a code by SMS to a phone that another account has flooded', async () => {
    const [ada, eve] = [await activated(ADA), await activated(EVE)];
    for (let message = 0; message < 12; message += 1) {
      expect(await text(eve)).toMatchObject(done);
      await db.advance(1_000);
    }
    expect(await text(eve)).toMatchObject(throttled);
    expect(await text(ada)).toMatchObject(done);
  });

  it('is a registration’s once its mailbox is proven, and not by a password of one’s own', async () => {
    const phones = { application: 'phones' };
    const ada = await harness.register({ ...ADA, phone: PHONE }, phones);
    await harness.activate(ADA, await harness.deliverBy('mail', ada, phones), phones);
    await db.advance(1_000);
    const stranger = { email: EVE.email, password: 'a stranger’s lanterns' };
    await harness.register({ ...stranger, phone: PHONE }, phones);
    for (let message = 2; message < 10; message += 1) {
      await db.advance(1_000);
      expect(await harness.resendSms(stranger, phones)).toMatchObject(done);
    }
    await db.advance(1_000);
    expect(await harness.resendSms(stranger, phones)).toMatchObject(throttled);
    expect(await harness.resendSms(ADA, phones)).toMatchObject(done);
    await db.advance(1_000);
    expect(await harness.resendSms(stranger, phones)).toMatchObject(throttled);
  });

  it('is no more than two an hour to all addresses together, also when all are asked at once', async () => {
    const ada = await activated(ADA);
    const full = Array.from({ length: 6 }, (_, at) => `someone-${at}@example.net`);
    for (const email of full) await fill(email);
    const phones = Array.from({ length: 4 }, (_, at) => `+3361234567${at}`);
    for (const phone of phones) {
      await db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
        values ('default', 'messages-to-recipient', ${phone},
          array_fill(gatehouse.now() - interval '1 minute', array[10]))`;
    }
    const answers = await Promise.all([
      ...full.map((email) => change(ada, ADA.password, email)),
      ...phones.map((phone) => text(ada, phone)),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    const [reserve] = await db.sql`
      select cardinality(hits) as taken from gatehouse.throttles where bucket = 'reserved-messages' and key = ${ada}`;
    expect(reserve).toEqual({ taken: 2 });
  });

  it('is not touched as long as the recipient’s own limits leave room', async () => {
    const ada = await activated(ADA);
    expect(await change(ada, ADA.password)).toMatchObject(done);
    expect(await text(ada)).toMatchObject(done);
    expect(await db.sql`select 1 from gatehouse.throttles where bucket = 'reserved-messages'`).toHaveLength(0);
  });

  it('is exported with the account, and erased with it', async () => {
    const ada = await activated(ADA);
    await fill(NEW);
    expect(await change(ada, ADA.password)).toMatchObject(done);
    const records = await new PostgresAccountRecordViews(harness.container.get(PLATFORM.database)).of({
      application: 'default',
      userId: ada,
    });
    expect(records?.counts).toContainEqual({ what: 'reserved-messages', about: ada, times: [expect.any(String)] });
    expect(await harness.execute(commandFrom(EraseUser, { userId: ada }))).toMatchObject(done);
    expect(await db.sql`select 1 from gatehouse.throttles where key = ${ada}`).toHaveLength(0);
  });
});
