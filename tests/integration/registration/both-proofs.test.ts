import { REGISTRATION } from '@gatehouse/registration';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  beginAt,
  type Context,
  otherThan,
  type Person,
  RegistrationHouse,
  setPolicy,
} from '../../support/registration/registration-house.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const PHONE = '+33612345678';
const OTHER_PHONE = '+33687654321';
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns', phone: PHONE };
const EVE = { ...ADA, password: 'a stranger’s lanterns', phone: OTHER_PHONE };

describe('an application that requires a phone', () => {
  let db: TestDatabase;
  let houses: RegistrationHouse[];

  beforeAll(async () => {
    db = await createTestDatabase();
    await setPolicy(db, { requirePhone: true });
    await setPolicy(db, { requirePhone: true, sms: { perDay: 2 } }, 'thrifty');
    await setPolicy(db, { requirePhone: true, sms: { perDay: 0 } }, 'silent');
    await setPolicy(db, { requirePhone: true, codes: { phone: { digits: 4, longDigits: 8 } } }, 'short');
    await setPolicy(db, { requirePhone: false }, 'easy');
    const unthrottled = {
      messages: { gapSeconds: 0, perHour: 100_000, perDay: 100_000, perNetworkAndHour: 100_000 },
      guessing: { freeTries: 100_000, perNetwork: 100_000 },
    };
    await setPolicy(db, { requirePhone: true, ...unthrottled, sms: { perDay: 100_000 } }, 'busy');
    const tries = { triesPerCode: 100, sharedTries: 100 };
    await setPolicy(db, { requirePhone: true, ...unthrottled, code: tries, codes: { phone: tries } }, 'patient');
    houses = [new RegistrationHouse(db), new RegistrationHouse(db)];
  });
  afterAll(async () => {
    await Promise.all(houses.map((each) => each.close()));
    await db.drop();
  });
  beforeEach(() => beginAt(db, NOON));

  const house = (index = 0) => houses[index % houses.length] as RegistrationHouse;
  const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
  const mail = (userId: string, context?: Context) => house().deliverBy('mail', userId, context);
  const text = (userId: string, context?: Context) => house().deliverBy('sms', userId, context);
  const states = async () =>
    Object.fromEntries((await db.sql`select id, state from gatehouse.users`).map(({ id, state }) => [id, state]));
  const eventsOf = async (userId: string) =>
    (await db.sql`select type from gatehouse.event_log where subject = ${userId} order by position`).map(
      ({ type }) => type,
    );
  const counts = async () =>
    (
      await db.sql`select (select count(*)::int from gatehouse.users) as users,
        (select count(*)::int from gatehouse.activation_codes where channel = 'mail') as mails,
        (select count(*)::int from gatehouse.activation_codes where channel = 'sms') as texts`
    )[0];

  describe('at sign-up', () => {
    it('asks for the number, and takes those alone that it sends messages to', async () => {
      const { phone: _, ...nameless } = ADA;
      for (const phone of [undefined, null]) {
        expect(await house().signUp({ ...nameless, ...(phone === null && { phone }) })).toMatchObject({
          error: { code: 'validation-failed', errors: [{ pointer: '/phone', code: 'field-required' }] },
        });
      }
      for (const phone of ['+8801712345678', '+870773111632']) {
        expect(await house().signUp({ ...ADA, phone })).toMatchObject({
          error: { code: 'validation-failed', errors: [{ pointer: '/phone', code: 'phone-country-refused' }] },
        });
      }
      expect(await house().signUp(ADA, { application: 'silent' })).toMatchObject({
        error: { errors: [{ pointer: '/phone', code: 'phone-country-refused' }] },
      });
      expect(await counts()).toEqual({ users: 0, mails: 0, texts: 0 });
      expect(await db.sql`select from gatehouse.throttles`).toHaveLength(0);
    });

    it('names a bad number once, beside all other faults', async () => {
      expect(await house().signUp({ email: 'ada@', password: 'short', phone: '12' })).toMatchObject({
        error: {
          errors: [
            { pointer: '/email', code: 'email-invalid' },
            { pointer: '/password', code: 'password-too-short' },
            { pointer: '/phone', code: 'phone-invalid' },
          ],
        },
      });
    });

    it('tells what is asked, and writes both codes and their events with the registration', async () => {
      const answer = await house().signUp(ADA);
      expect(answer).toMatchObject({
        ok: true,
        value: {
          profile: { state: 'pending', phone: PHONE, phoneVerified: false },
          activation: {
            codeLength: 4,
            lifeSeconds: 60,
            delivery: 'queued',
            phone: { codeLength: 6, lifeSeconds: 300, delivery: 'queued' },
          },
        },
      });
      const codes = await db.sql`
        select purpose, channel, target, digits, number from gatehouse.activation_codes order by purpose`;
      expect([...codes]).toEqual([
        { purpose: 'activation', channel: 'mail', target: null, digits: 4, number: 1 },
        { purpose: 'phone', channel: 'sms', target: PHONE, digits: 6, number: 1 },
      ]);
      const events = await db.sql`
        select type, data->>'channel' as channel, data->>'sendAfter' as "sendAfter", xmin::text as transaction
        from gatehouse.event_log order by position`;
      expect(events.map(({ type, channel }) => `${type} ${channel}`)).toEqual([
        'user.registered.v1 null',
        'activation-code.issued.v1 mail',
        'activation-code.issued.v1 sms',
      ]);
      expect(new Set(events.map(({ transaction }) => transaction)).size).toBe(1);
      expect(JSON.stringify(events)).not.toContain(PHONE);
    });

    it('puts off the mail and the SMS by the gap of each of their recipients', async () => {
      await house().register(ADA);
      await db.advance(10_000);
      await house().register({ ...ADA, email: 'bob@example.org' });
      const rows = await db.sql<{ channel: string; wait: number }[]>`
        select data->>'channel' as channel, extract(epoch from (data->>'sendAfter')::timestamptz - ${NOON})::int as wait
        from gatehouse.event_log where type = 'activation-code.issued.v1' order by position`;
      expect(rows.map(({ channel, wait }) => `${channel} ${wait}`)).toEqual(['mail 0', 'sms 0', 'mail 10', 'sms 30']);
    });

    it('counts both messages for the network, and needs room for both', async () => {
      const network = '192.0.2.1';
      const fill = (size: number) => db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
        values ('default', 'messages-by-network', ${network}, array_fill(${NOON}::timestamptz, array[${size}::int]))
        on conflict (application, bucket, key) do update set hits = excluded.hits`;
      await fill(28);
      expect(await house().signUp(ADA, { network })).toMatchObject({ ok: true });
      const [row] = await db.sql`select cardinality(hits) as size from gatehouse.throttles where key = ${network}`;
      expect(row).toEqual({ size: 30 });
      await fill(29);
      expect(await house().signUp({ ...ADA, email: 'bob@example.org', phone: OTHER_PHONE }, { network })).toEqual({
        ok: false,
        error: { code: 'throttled', retryAfterSeconds: 3_600 },
      });
    });

    it('refuses the sixth message of an hour to one phone, whatever the address', async () => {
      for (let turn = 0; turn < 5; turn += 1) await house().register({ ...ADA, email: `ada${turn}@example.org` });
      expect(await house().signUp({ ...ADA, email: 'bob@example.org' })).toEqual(refused('throttled'));
      expect(await house().signUp({ ...ADA, email: 'bob@example.org', phone: OTHER_PHONE })).toMatchObject({
        ok: true,
      });
    });

    it('stays within the application’s messages of a day, and writes nothing by halves, however many come at once', async () => {
      const context = { application: 'thrifty' };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          house(turn).signUp({ ...ADA, email: `ada${turn}@example.org`, phone: `+336123456${10 + turn}` }, context),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
      expect(await counts()).toEqual({ users: 2, mails: 2, texts: 2 });
      expect(await house().signUp({ ...ADA, email: 'late@example.org' }, context)).toEqual({
        ok: false,
        error: { code: 'throttled', retryAfterSeconds: 86_400 },
      });
    });

    it('and one that does not require it sends no SMS', async () => {
      const answer = await house().signUp(ADA, { application: 'easy' });
      expect(answer).toMatchObject({ ok: true, value: { activation: { phone: null } } });
      expect(await counts()).toEqual({ users: 1, mails: 1, texts: 0 });
    });
  });

  describe('takes both proofs', () => {
    it('the mailbox first', async () => {
      const userId = await house().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await house().activate(ADA, mailed)).toMatchObject({
        ok: true,
        value: { id: userId, state: 'pending', emailVerified: true, phoneVerified: false, missing: ['phone'] },
      });
      expect(await house().authenticate(ADA)).toEqual(refused('activation-required'));
      expect(await house().provePhone(ADA, texted)).toMatchObject({
        ok: true,
        value: {
          state: 'active',
          emailVerified: true,
          phoneVerified: true,
          missing: [],
          activatedAt: NOON.toISOString(),
        },
      });
      expect((await eventsOf(userId)).slice(3)).toEqual([
        'user.email-verified.v1',
        'user.phone-verified.v1',
        'user.activated.v1',
      ]);
      expect(await house().authenticate(ADA)).toMatchObject({ ok: true });
    });

    it('the phone first', async () => {
      const userId = await house().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await house().provePhone(ADA, texted)).toMatchObject({
        ok: true,
        value: { id: userId, state: 'pending', emailVerified: false, phoneVerified: true, missing: ['email'] },
      });
      expect(await house().activate(ADA, mailed)).toMatchObject({ ok: true, value: { state: 'active', missing: [] } });
      expect((await eventsOf(userId)).slice(3)).toEqual(['user.phone-verified.v1', 'user.activated.v1']);
    });

    it('each once: what is proven already needs no code', async () => {
      const userId = await house().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      await house().activate(ADA, mailed);
      expect(await house().activate(ADA, mailed)).toEqual(refused('email-already-verified'));
      await house().provePhone(ADA, texted);
      expect(await house().provePhone(ADA, texted)).toEqual(refused('already-active'));
      const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours', phone: OTHER_PHONE };
      const bob = await house().register(BOB);
      await house().provePhone(BOB, await text(bob));
      expect(await house().provePhone(BOB, texted)).toEqual(refused('phone-already-verified'));
      expect(await house().textAgain(BOB)).toEqual(refused('phone-already-verified'));
    });

    it('and sends no more mails for a mailbox that is proven', async () => {
      const userId = await house().register(ADA);
      await house().activate(ADA, await mail(userId));
      await db.advance(60_000);
      expect(await house().askAgain(ADA.email)).toEqual({ ok: true, value: null });
      expect(await counts()).toMatchObject({ mails: 1 });
    });

    it('never the code of one in place of the other', async () => {
      const userId = await house().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await house().activate(ADA, texted)).toEqual(refused('code-invalid'));
      expect(await house().provePhone(ADA, mailed)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual({ [userId]: 'pending' });
    });

    it('until the end of each code’s own life', async () => {
      const userId = await house().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      await db.advance(60_000);
      expect(await house().activate(ADA, mailed)).toEqual(refused('code-expired'));
      await db.advance(239_900);
      expect(await house().provePhone(ADA, texted)).toMatchObject({ ok: true });
      const late = await house().register({ ...ADA, email: 'late@example.org', phone: OTHER_PHONE });
      const over = await text(late);
      await db.advance(300_000);
      expect(await house().provePhone({ ...ADA, email: 'late@example.org' }, over)).toEqual(refused('code-expired'));
    });

    it('of somebody who signed up twice, from the mail of one and the SMS of the other', async () => {
      const first = await house().register(ADA);
      await db.advance(40_000);
      const second = await house().register({ ...ADA, phone: OTHER_PHONE });
      expect(await house().activate(ADA, await mail(first))).toMatchObject({
        value: { id: first, missing: ['phone'] },
      });
      expect(await house().provePhone(ADA, await text(second))).toMatchObject({
        value: { id: second, state: 'active', phone: OTHER_PHONE },
      });
      expect(await states()).toEqual({ [first]: 'superseded', [second]: 'active' });
    });

    it('as it was asked at sign-up, whatever the application asks now', async () => {
      const [asked, spared] = [ADA, { ...ADA, email: 'bob@example.org' }];
      await house().register(asked);
      await setPolicy(db, { requirePhone: false });
      const lenient = new RegistrationHouse(db);
      try {
        const [first] = await db.sql`select id from gatehouse.users`;
        const mailed = await lenient.deliverBy('mail', first?.['id'] as string);
        expect(await lenient.activate(asked, mailed)).toMatchObject({ value: { missing: ['phone'] } });
        const free = await lenient.register(spared);
        const code = await lenient.deliverBy('mail', free);
        expect(await house().activate(spared, code)).toMatchObject({
          value: { state: 'active', phoneVerified: false },
        });
      } finally {
        await lenient.close();
        await setPolicy(db, { requirePhone: true });
      }
    });
  });

  describe('with other registrations of the address', () => {
    it('voids them when the account becomes active, and not before', async () => {
      const ada = await house().register(ADA);
      const [mailed, texted] = [await mail(ada), await text(ada)];
      const eve = await house().register(EVE);
      await house().activate(ADA, mailed);
      expect(await states()).toEqual({ [ada]: 'pending', [eve]: 'pending' });
      await house().provePhone(ADA, texted);
      expect(await states()).toEqual({ [ada]: 'active', [eve]: 'superseded' });
      expect(await eventsOf(eve)).toContain('registration.superseded.v1');
    });

    it('never activates a stranger’s by what its person does, nor by the stranger’s phone', async () => {
      const ada = await house().register(ADA);
      const eve = await house().register(EVE);
      expect(await house().provePhone(EVE, await text(eve))).toMatchObject({ value: { missing: ['email'] } });
      expect(await house().activate(ADA, await mail(ada))).toMatchObject({ value: { id: ada, missing: ['phone'] } });
      expect(await states()).toEqual({ [ada]: 'pending', [eve]: 'pending' });
      const texted = await text(ada);
      expect(await house().provePhone(EVE, texted)).toEqual(refused('phone-already-verified'));
      expect(await house().provePhone(ADA, texted)).toMatchObject({ value: { id: ada, state: 'active' } });
    });

    it.each<[string, (ada: string) => Promise<unknown>]>([
      ['nobody owns', () => Promise.resolve()],
      ['somebody activates meanwhile', async (ada) => activate(ADA, ada)],
      [
        'somebody suspended owns',
        async (ada) => {
          await activate(ADA, ada);
          await db.sql`update gatehouse.users set state = 'suspended' where id = ${ada}`;
        },
      ],
    ])('answers a stranger with a phone alike: an address that %s', async (_, happens) => {
      const ada = await house().register(ADA);
      const eve = await house().register(EVE);
      const first = await text(eve);
      await happens(ada);
      await db.advance(40_000);
      // Another SMS goes out, and a wrong code counts; the right one proves the stranger's phone, and nothing else.
      expect(await house().textAgain(EVE)).toEqual({ ok: true, value: null });
      const second = await text(eve);
      expect(await house().provePhone(EVE, otherThan(second))).toEqual(refused('code-invalid'));
      expect(await house().provePhone(EVE, first)).toMatchObject({
        ok: true,
        value: { id: eve, state: 'pending', emailVerified: false, phoneVerified: true, missing: ['email'] },
      });
      expect(await house().provePhone(EVE, second)).toEqual(refused('phone-already-verified'));
      expect(await house().authenticate(EVE)).toEqual(refused('activation-required'));
      expect((await states())[eve]).not.toBe('active');
      const late = await house().register({ ...EVE, password: 'another stranger’s lanterns' });
      expect(
        await house().provePhone({ ...EVE, password: 'another stranger’s lanterns' }, await text(late)),
      ).toMatchObject({ ok: true, value: { state: 'pending', missing: ['email'] } });
    });

    it('never gives the address to a second one that is complete', async () => {
      const [ada, eve] = [await house().register(ADA), await house().register(EVE)];
      const [adas, eves] = [await text(ada), await text(eve)];
      await house().activate(ADA, await mail(ada));
      await house().activate(EVE, await mail(eve));
      expect(await house().provePhone(ADA, adas)).toMatchObject({ value: { state: 'active' } });
      expect(await house().provePhone(EVE, eves)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual({ [ada]: 'active', [eve]: 'superseded' });
    });
  });

  const activate = async (person: Person, userId: string, context?: Context) => {
    await house().activate(person, await mail(userId, context), context);
    await house().provePhone(person, await text(userId, context), context);
  };

  describe('refuses', () => {
    it('whoever does not know the password, and counts nothing against the code', async () => {
      const userId = await house().register(ADA);
      const texted = await text(userId);
      for (const person of [
        { ...ADA, password: 'not the password' },
        { ...ADA, email: 'eve@example.org' },
        { ...ADA, email: 'ada' },
      ]) {
        expect(await house().provePhone(person, texted)).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
        expect(await house().textAgain(person)).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
      }
      const [code] = await db.sql`select attempts from gatehouse.activation_codes where channel = 'sms'`;
      expect(code).toEqual({ attempts: 0 });
      expect(await counts()).toMatchObject({ texts: 1 });
    });

    it('the owner of an account, in its own words', async () => {
      const userId = await house().register(ADA);
      await activate(ADA, userId);
      expect(await house().provePhone(ADA, '123456')).toEqual(refused('already-active'));
      expect(await house().textAgain(ADA)).toEqual(refused('already-active'));
      await db.sql`update gatehouse.users set state = 'suspended'`;
      expect(await house().provePhone(ADA, '123456')).toEqual(refused('account-suspended'));
      expect(await house().textAgain(ADA)).toEqual(refused('account-suspended'));
    });

    it('a phone where none is asked for', async () => {
      const easy = { application: 'easy' };
      await house().register(ADA, easy);
      expect(await house().provePhone(ADA, '123456', easy)).toEqual(refused('phone-not-required'));
      expect(await house().textAgain(ADA, easy)).toEqual(refused('phone-not-required'));
    });

    it('the fourth try at a code, and all tries of a network that failed thirty times', async () => {
      const userId = await house().register(ADA);
      const texted = await text(userId);
      for (const steps of [1, 2, 3]) {
        expect(await house().provePhone(ADA, otherThan(texted, steps))).toEqual(refused('code-invalid'));
      }
      expect(await house().provePhone(ADA, texted)).toEqual(refused('tries-exhausted'));
      await db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
        values ('default', 'failures-by-network', '192.0.2.1', array_fill(${NOON}::timestamptz, array[30]))`;
      expect(await house().provePhone(ADA, texted, { network: '192.0.2.1' })).toEqual(refused('throttled'));
      expect(await house().textAgain(ADA, { network: '192.0.2.1' })).toEqual(refused('throttled'));
    });

    it('short codes of a phone whose tries are spent, whatever the address, and lengthens the next', async () => {
      const short = { application: 'short' };
      const bob = { ...ADA, email: 'bob@example.org' };
      const texted = await text(await house().register(ADA, short), short);
      const other = await house().register(bob, short);
      expect(texted).toHaveLength(4);
      for (const steps of [1, 2, 3]) await house().provePhone(ADA, otherThan(texted, steps), short);
      await db.advance(30_000);
      const long = await text(other, short);
      expect(long).toHaveLength(8);
      expect(await house().provePhone(bob, long, short)).toMatchObject({ ok: true });
    });

    it('another SMS within the gap, and above five in an hour', async () => {
      await house().register(ADA);
      expect(await house().textAgain(ADA)).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
      for (let message = 2; message <= 5; message += 1) {
        await db.advance(30_000);
        expect(await house().textAgain(ADA)).toEqual({ ok: true, value: null });
      }
      await db.advance(30_000);
      expect(await house().textAgain(ADA)).toEqual(refused('throttled'));
      expect(await counts()).toMatchObject({ texts: 5 });
    });

    it('another SMS above the application’s day', async () => {
      const context = { application: 'thrifty' };
      await house().register(ADA, context);
      await db.advance(30_000);
      expect(await house().textAgain(ADA, context)).toMatchObject({ ok: true });
      await db.advance(30_000);
      expect(await house().textAgain(ADA, context)).toEqual(refused('throttled'));
    });
  });

  it('takes the codes of all its SMS until their own ends', async () => {
    const userId = await house().register(ADA);
    const first = await text(userId);
    await db.advance(30_000);
    await house().textAgain(ADA);
    await text(userId);
    expect(await house().provePhone(ADA, first)).toMatchObject({ ok: true });
    const [open] = await db.sql`select count(*)::int from gatehouse.activation_codes
      where channel = 'sms' and consumed_at is null and voided_at is null`;
    expect(open).toEqual({ count: 0 });
  });

  it('tells where both messages are until the account is active, and nothing of its later ones', async () => {
    const userId = await house().register(ADA);
    const statuses = house().container.get(REGISTRATION.findActivationStatus);
    const status = () => statuses.execute({ application: 'default', userId });
    const queued = { delivery: 'queued', sentAt: null, expiresAt: null };
    expect(await status()).toEqual({ ...queued, phone: queued, serverTime: NOON.toISOString() });
    const texted = await text(userId);
    const sent = {
      delivery: 'sent',
      sentAt: NOON.toISOString(),
      expiresAt: new Date(NOON.getTime() + 300_000).toISOString(),
    };
    expect(await status()).toMatchObject({ ...queued, phone: sent });
    await house().provePhone(ADA, texted);
    await house().activate(ADA, await mail(userId));
    await db.sql`insert into gatehouse.activation_codes (application, id, user_id, purpose, channel, target, key_id,
      number, digits, life_seconds, max_attempts, issued_at, send_after)
      select application, gen_random_uuid(), user_id, purpose, channel, target, key_id, 2, digits, life_seconds,
        max_attempts, ${NOON}::timestamptz + interval '1 minute', send_after
      from gatehouse.activation_codes where channel = 'sms'`;
    expect(await status()).toMatchObject({ delivery: 'sent', phone: { delivery: 'sent' } });
  });

  it('activates exactly once, with one event, however the proofs of both kinds race', async () => {
    // A code that comes again when it is used up counts as a try at the other registration's: three could end both.
    const patient = { application: 'patient' };
    for (let round = 0; round < 5; round += 1) {
      await beginAt(db, NOON);
      const twins = [
        await house().register(ADA, patient),
        await house().register({ ...ADA, phone: OTHER_PHONE }, patient),
      ];
      const eve = await house().register(EVE, patient);
      const mails = await Promise.all(twins.map((id) => mail(id, patient)));
      const texts = [await text(twins[0] as string, patient), await text(twins[1] as string, patient)];
      await Promise.all(
        Array.from({ length: 60 }, (_, turn) =>
          turn % 2
            ? house(turn).activate(ADA, mails[(turn >> 1) % 2] as string, patient)
            : house(turn).provePhone(ADA, texts[(turn >> 1) % 2] as string, patient),
        ),
      );
      const [activated] = await db.sql`select count(*)::int from gatehouse.event_log where type = 'user.activated.v1'`;
      expect(activated).toEqual({ count: 1 });
      const all = await states();
      expect(Object.values(all).sort()).toEqual(['active', 'superseded', 'superseded']);
      expect(all[eve]).toBe('superseded');
      const [account] = await db.sql`
        select email_verified_at is not null and phone_verified_at is not null as both from gatehouse.users
        where state = 'active'`;
      expect(account).toEqual({ both: true });
      const [twice] = await db.sql`select count(*)::int from gatehouse.activation_codes where attempts > max_attempts`;
      expect(twice).toEqual({ count: 0 });
    }
  }, 180_000);

  it('gives the address to one of two people who prove the last thing at the same moment', async () => {
    const busy = { application: 'busy' };
    for (let round = 0; round < 10; round += 1) {
      await beginAt(db, NOON);
      const ids = [await house().register(ADA, busy), await house().register(EVE, busy)];
      const texts = [await text(ids[0] as string, busy), await text(ids[1] as string, busy)];
      await house().activate(ADA, await mail(ids[0] as string, busy), busy);
      await house().activate(EVE, await mail(ids[1] as string, busy), busy);
      const answers = await Promise.all([
        house(0).provePhone(ADA, texts[0] as string, busy),
        house(1).provePhone(EVE, texts[1] as string, busy),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(Object.values(await states()).sort()).toEqual(['active', 'superseded']);
    }
  }, 120_000);
});
