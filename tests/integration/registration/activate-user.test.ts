import { REGISTRATION } from '@gatehouse/registration';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { beginAt, otherThan, RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'Ada@example.org', password: 'correct horse battery' };

describe('activation', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await setPolicy(db, {}, 'shop');
    // So many digits that no two codes are alike by chance; still short ones, that share their tries.
    await setPolicy(db, { code: { digits: 7 } }, 'roomy');
    harness = new RegistrationHarness(db);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });
  beforeEach(() => beginAt(db, START));

  const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
  const states = async () =>
    (await db.sql`select state from gatehouse.users order by created_at, id`).map(({ state }) => state);
  const eventTypes = async () =>
    (await db.sql`select type from gatehouse.event_log order by position`).map(({ type }) => type);
  const row = async (id: string) => (await db.sql`select * from gatehouse.users where id = ${id}`)[0];

  it('makes the account the person’s: profile, event and used code, in one transaction', async () => {
    const userId = await harness.register({ ...ADA, name: 'Ada', locale: 'fr' });
    const digits = await harness.deliver(userId);
    await db.advance(20_000);
    const now = new Date(START.getTime() + 20_000);
    expect(await harness.activate(ADA, digits)).toEqual({
      ok: true,
      value: {
        id: userId,
        state: 'active',
        email: 'Ada@example.org',
        emailVerified: true,
        name: 'Ada',
        surname: null,
        phone: null,
        phoneVerified: false,
        hobbies: [],
        birthDate: null,
        locale: 'fr',
        acceptedTerms: null,
        createdAt: START.toISOString(),
        activatedAt: now.toISOString(),
        missing: [],
        feedbackToken: null,
      },
    });
    expect(await row(userId)).toMatchObject({ state: 'active', version: 2, email_verified_at: now, activated_at: now });
    const written = await db.sql`
      select 'user' as what, xmin::text as transaction from gatehouse.users
      union all select 'code', xmin::text from gatehouse.activation_codes where consumed_at = ${now}
      union all select type, xmin::text from gatehouse.event_log where type = 'user.activated.v1'`;
    expect(written.map(({ what }) => what)).toEqual(['user', 'code', 'user.activated.v1']);
    expect(new Set(written.map(({ transaction }) => transaction)).size).toBe(1);
    const [event] = await db.sql`select subject, data from gatehouse.event_log order by position desc limit 1`;
    expect(event).toEqual({ subject: userId, data: { userId, email: 'Ada@example.org', locale: 'fr' } });
    expect(await harness.container.get(REGISTRATION.profileViews).of({ application: 'default', userId })).toMatchObject(
      { id: userId, state: 'active' },
    );
  });

  it.each([
    [0, 'accepts'],
    [59_900, 'accepts'],
    [59_999, 'accepts'],
    [60_000, 'refuses'],
    [60_100, 'refuses'],
    [86_400_000, 'refuses'],
  ])('%i ms after the provider’s acceptance it %s the right code', async (elapsed, verdict) => {
    const digits = await harness.deliver(await harness.register(ADA));
    await db.advance(elapsed);
    const answer = await harness.activate(ADA, digits);
    expect(answer).toEqual(verdict === 'accepts' ? expect.objectContaining({ ok: true }) : refused('code-expired'));
    expect(await states()).toEqual([verdict === 'accepts' ? 'active' : 'pending']);
  });

  it('counts nothing against the right code that came too late', async () => {
    const userId = await harness.register(ADA);
    const digits = await harness.deliver(userId);
    await db.advance(60_000);
    for (let tries = 1; tries <= 5; tries++)
      expect(await harness.activate(ADA, digits)).toEqual(refused('code-expired'));
    const [code] = await db.sql`select attempts from gatehouse.activation_codes`;
    expect(code).toEqual({ attempts: 0 });
  });

  it('accepts a person who is faster than our bookkeeping: sent, not yet known to be accepted', async () => {
    const digits = await harness.send(await harness.register(ADA));
    await db.advance(69_999);
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true });
  });

  it('refuses a code whose sending was never confirmed once the timeout and the minute are over', async () => {
    const digits = await harness.send(await harness.register(ADA));
    await db.advance(70_000);
    expect(await harness.activate(ADA, digits)).toEqual(refused('code-expired'));
  });

  it('refuses a code that was never sent', async () => {
    const userId = await harness.register(ADA);
    const digits = harness.container
      .get(REGISTRATION.codeDigits)
      .of({ id: await harness.latestCode(userId), keyId: 'first', digits: 4 });
    expect(await harness.activate(ADA, digits)).toEqual(refused('code-invalid'));
  });

  it.each([
    ['a wrong password', { ...ADA, password: 'wrong horse battery' }],
    ['the password in another case', { ...ADA, password: 'Correct horse battery' }],
    ['the password without its last character', { ...ADA, password: 'correct horse batter' }],
    ['an unknown address', { ...ADA, email: 'eve@example.org' }],
    ['no address at all', { ...ADA, email: 'ada' }],
    ['an empty address', { ...ADA, email: '' }],
    ['an empty password', { ...ADA, password: '' }],
  ])('answers credentials-invalid to %s, and counts nothing against the code', async (_, credentials) => {
    const digits = await harness.deliver(await harness.register(ADA));
    expect(await harness.activate(credentials, digits)).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
    const [code] = await db.sql`select attempts, consumed_at from gatehouse.activation_codes`;
    expect(code).toEqual({ attempts: 0, consumed_at: null });
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true });
  });

  it.each([
    ['a colon', 'pass:word:with:colons'],
    ['emoji', '🔑🐎🔋📎🔑🐎🔋📎'],
    ['128 code points', '🐎'.repeat(128)],
    ['spaces at both ends', '  spacious  '],
    ['Chinese', '正确的马电池订书钉'],
  ])('works whatever the password holds: %s', async (_, password) => {
    const person = { ...ADA, password };
    const digits = await harness.deliver(await harness.register(person));
    expect(await harness.activate({ ...person, password: `${password}x` }, digits)).toEqual(
      refused('credentials-invalid'),
    );
    expect(await harness.activate(person, digits)).toMatchObject({ ok: true });
  });

  it('takes the same password however a keyboard composes it', async () => {
    const digits = await harness.deliver(await harness.register({ ...ADA, password: 'crème brûlée'.normalize('NFC') }));
    expect(await harness.activate({ ...ADA, password: 'crème brûlée'.normalize('NFD') }, digits)).toMatchObject({
      ok: true,
    });
  });

  it('takes the address in any case and notation', async () => {
    const person = { email: 'Ada@bücher.example', password: ADA.password };
    const digits = await harness.deliver(await harness.register(person));
    expect(await harness.activate({ ...person, email: 'ADA@XN--BCHER-KVA.example' }, digits)).toMatchObject({
      ok: true,
      value: { email: 'Ada@bücher.example' },
    });
  });

  it('says already-active to anyone who knows the password, whatever the code, and writes only the failure', async () => {
    const digits = await harness.deliver(await harness.register(ADA));
    await harness.activate(ADA, digits);
    const before = await eventTypes();
    for (const code of [digits, otherThan(digits), '12345678']) {
      expect(await harness.activate(ADA, code)).toEqual({ ok: false, error: { code: 'already-active' } });
    }
    expect(await harness.activate({ ...ADA, password: 'not her password' }, digits)).toEqual(
      refused('credentials-invalid'),
    );
    expect(await eventTypes()).toEqual([...before, 'authentication.failed.v1']);
  });

  it('says so to a suspended account', async () => {
    const userId = await harness.activated(ADA);
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
    expect(await harness.activate(ADA, '0000')).toEqual(refused('account-suspended'));
    expect(await harness.authenticate(ADA)).toEqual(refused('account-suspended'));
  });

  it('refuses numbers, and texts with too few digits, too many or something else between them, at the bus’ door', async () => {
    await harness.deliver(await harness.register(ADA));
    for (const code of [
      1234 as unknown as string,
      '123',
      '12345678901',
      '１２３',
      '12 4',
      '12:34',
      '-123',
      '1e10',
      '',
    ]) {
      expect(await harness.activate(ADA, code)).toMatchObject({
        ok: false,
        error: { code: 'validation-failed', errors: [{ pointer: '/code' }] },
      });
    }
  });

  it('takes a code for what it is: text, whose leading zeros count', async () => {
    const digitsOf = harness.container.get(REGISTRATION.codeDigits);
    let userId = '';
    let digits = '';
    // One registration in ten has a code that begins with a zero.
    for (let person = 0; !digits.startsWith('0'); person++) {
      userId = await harness.register({ ...ADA, email: `ada${person}@example.org` });
      digits = digitsOf.of({ id: await harness.latestCode(userId), keyId: 'first', digits: 4 });
      if (digits.startsWith('0')) {
        const found = { ...ADA, email: `ada${person}@example.org` };
        await harness.deliver(userId);
        expect(await harness.activate(found, `0${digits}`)).toEqual(refused('code-invalid'));
        expect(await harness.activate(found, digits)).toMatchObject({ ok: true });
      }
    }
  }, 60_000);

  describe('with several registrations of one address', () => {
    const EVE = { email: 'ada@EXAMPLE.org', password: 'the password of a stranger' };

    it('activates the one whose password and code came together, and voids the others', async () => {
      const first = await harness.register(ADA);
      const eve = await harness.register(EVE);
      const latest = await harness.register({ ...ADA, password: 'a third password, later' });
      await harness.deliver(eve);
      expect(await harness.activate(ADA, await harness.deliver(first))).toMatchObject({
        ok: true,
        value: { id: first },
      });

      expect(await row(first)).toMatchObject({ state: 'active' });
      expect(await row(eve)).toMatchObject({ state: 'superseded', version: 2 });
      expect(await row(latest)).toMatchObject({ state: 'superseded', version: 2 });
      const codes = await db.sql`select user_id, consumed_at is not null as used, voided_at is not null as void
        from gatehouse.activation_codes order by issued_at, id`;
      expect([...codes]).toEqual([
        { user_id: first, used: true, void: false },
        { user_id: eve, used: false, void: true },
        { user_id: latest, used: false, void: true },
      ]);
      const events = await db.sql`select subject, type, data from gatehouse.event_log
        where type in ('user.activated.v1', 'registration.superseded.v1') order by type, subject`;
      expect([...events]).toEqual([
        ...[eve, latest].sort().map((subject) => ({
          subject,
          type: 'registration.superseded.v1',
          data: { userId: subject, supersededBy: first },
        })),
        { subject: first, type: 'user.activated.v1', data: expect.objectContaining({ userId: first }) },
      ]);
    });

    it('never activates an attacker’s registration by what its victim does', async () => {
      const roomy = { application: 'roomy' };
      const eve = await harness.register(EVE, roomy);
      const ada = await harness.register(ADA, roomy);
      const evesDigits = await harness.deliver(eve, roomy);
      const adasDigits = await harness.deliver(ada, roomy);
      // The victim reads both mails and may type either code, with her own password.
      expect(await harness.activate(ADA, evesDigits, roomy)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual(['pending', 'pending']);
      expect(await harness.activate(ADA, adasDigits, roomy)).toMatchObject({ ok: true, value: { id: ada } });
      expect(await row(eve)).toMatchObject({ state: 'superseded' });
      expect(await harness.activate(EVE, evesDigits, roomy)).toEqual(refused('code-invalid'));
    });

    it('never activates a victim’s registration by what an attacker does', async () => {
      const roomy = { application: 'roomy' };
      const ada = await harness.register(ADA, roomy);
      const adasDigits = await harness.deliver(ada, roomy);
      await harness.deliver(await harness.register(EVE, roomy), roomy);
      expect(await harness.activate(EVE, adasDigits, roomy)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual(['pending', 'pending']);
      expect(await harness.activate(ADA, adasDigits, roomy)).toMatchObject({ ok: true, value: { id: ada } });
      expect(await harness.authenticate(EVE, roomy)).toEqual(refused('activation-required'));
    });

    it('is not used up by strangers: only tries with its own password count against a code', async () => {
      const ada = await harness.register(ADA);
      await harness.register(EVE);
      const digits = await harness.deliver(ada);
      for (const steps of [1, 2, 3, 4]) {
        expect(await harness.activate(EVE, otherThan(digits, steps))).toEqual(refused('code-invalid'));
      }
      expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true });
    });

    it('signs in to the owner alone once there is one', async () => {
      await harness.register(EVE);
      expect(await harness.authenticate(EVE)).toEqual(refused('activation-required'));
      await harness.activate(ADA, await harness.deliver(await harness.register(ADA)));
      expect(await harness.authenticate(ADA)).toMatchObject({ ok: true, value: { profile: { state: 'active' } } });
      expect(await harness.authenticate(EVE)).toEqual(refused('activation-required'));
    });

    it('accepts another registration of an owned address, which nothing can activate', async () => {
      await harness.activated(ADA);
      const eve = await harness.register(EVE);
      await db.sql`update gatehouse.activation_codes set dispatched_at = ${START},
        expires_at = ${new Date(START.getTime() + 60_000)} where user_id = ${eve}`;
      const digits = harness.container
        .get(REGISTRATION.codeDigits)
        .of({ id: await harness.latestCode(eve), keyId: 'first', digits: 4 });
      expect(await harness.activate(EVE, digits)).toEqual(refused('code-invalid'));
      expect(await row(eve)).toMatchObject({ state: 'pending' });
    });
  });

  describe('in two applications', () => {
    const SHOP = { application: 'shop' };

    it('is of one of them alone', async () => {
      const here = await harness.register(ADA);
      const there = await harness.register({ ...ADA, password: 'the password for the shop' }, SHOP);
      const digits = await harness.deliver(here);
      await harness.deliver(there, SHOP);
      expect(await harness.activate(ADA, digits, SHOP)).toEqual(refused('credentials-invalid'));
      expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true, value: { id: here } });
      expect(await row(there)).toMatchObject({ state: 'pending', application: 'shop' });
      expect(await harness.authenticate(ADA, SHOP)).toEqual(refused('credentials-invalid'));
      const [event] = await db.sql`select application from gatehouse.event_log where type = 'user.activated.v1'`;
      expect(event).toEqual({ application: 'default' });
      expect(
        await harness.container.get(REGISTRATION.profileViews).of({ application: 'shop', userId: here }),
      ).toBeNull();
    });

    it('has tries of its own', async () => {
      const digits = await harness.deliver(await harness.register(ADA));
      const elsewhere = await harness.deliver(await harness.register(ADA, SHOP), SHOP);
      for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(digits, steps));
      expect(await harness.activate(ADA, digits)).toEqual(refused('tries-exhausted'));
      expect(await harness.activate(ADA, elsewhere, SHOP)).toMatchObject({ ok: true });
    });
  });
});
