import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { beginAt, otherThan, RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };

describe('asking for another code', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    // So many digits that no two codes are alike by chance; still short ones, that share their tries.
    await setPolicy(db, { code: { digits: 7 } });
    harness = new RegistrationHarness(db);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });
  beforeEach(() => beginAt(db, START));

  const throttled = (retryAfterSeconds: number) => ({ ok: false, error: { code: 'throttled', retryAfterSeconds } });
  const sent = { ok: true, value: null };
  const eventTypes = async () =>
    (await db.sql`select type from gatehouse.event_log order by position`).map(({ type }) => type);

  it('writes a further code and its event, to be sent at once', async () => {
    const userId = await harness.register(ADA);
    await db.advance(30_000);
    expect(await harness.askAgain('ADA@example.org')).toEqual(sent);
    const rows = await db.sql`
      select number, digits, send_after, (select xmin from gatehouse.event_log order by position desc limit 1) = xmin
        as with_event from gatehouse.activation_codes where user_id = ${userId} order by number`;
    expect([...rows]).toEqual([
      expect.objectContaining({ number: 1, send_after: START }),
      { number: 2, digits: 7, send_after: new Date(START.getTime() + 30_000), with_event: true },
    ]);
    expect(await eventTypes()).toEqual([
      'user.registered.v1',
      'activation-code.issued.v1',
      'activation-code.issued.v1',
    ]);
  });

  it('is refused within 30 s of the last message, to the millisecond', async () => {
    await harness.register(ADA);
    await db.advance(1);
    expect(await harness.askAgain(ADA.email)).toEqual(throttled(30));
    await db.advance(29_998);
    expect(await harness.askAgain(ADA.email)).toEqual(throttled(1));
    await db.advance(1);
    expect(await harness.askAgain(ADA.email)).toEqual(sent);
  });

  it('waits for messages that are still to come', async () => {
    for (let message = 1; message <= 3; message++) await harness.register(ADA);
    await db.advance(45_000);
    expect(await harness.askAgain(ADA.email)).toEqual(throttled(45));
  });

  it('draws on the same five messages an hour as sign-ups', async () => {
    await harness.register(ADA);
    for (let message = 2; message <= 5; message++) {
      await db.advance(60_000);
      expect(await harness.askAgain(ADA.email)).toEqual(sent);
    }
    await db.advance(60_000);
    expect(await harness.askAgain(ADA.email)).toEqual(throttled(3_300));
    expect(await harness.signUp(ADA)).toEqual(throttled(3_300));
  });

  it('answers and throttles unknown, pending and active addresses alike', async () => {
    await harness.register(ADA);
    await harness.activated({ ...ADA, email: 'active@example.org' });
    await db.advance(30_000);
    const before = (await eventTypes()).length;
    for (const email of ['ada@example.org', 'active@example.org', 'unknown@example.org']) {
      expect(await harness.askAgain(email)).toEqual(sent);
      expect(await harness.askAgain(email)).toEqual(throttled(30));
    }
    expect((await eventTypes()).length).toBe(before + 1);
    const [codes] = await db.sql`select count(*)::int from gatehouse.activation_codes where send_after > ${START}`;
    expect(codes).toEqual({ count: 1 });
  });

  it('is for the latest of several registrations', async () => {
    await harness.register(ADA);
    await db.advance(1_000);
    const latest = await harness.register({ ...ADA, password: 'quite another password' });
    await db.advance(60_000);
    await harness.askAgain(ADA.email);
    expect(await harness.codeIds(latest)).toHaveLength(2);
  });

  it('leaves the earlier code valid to its own end, and the two share the tries', async () => {
    const userId = await harness.register(ADA);
    const first = await harness.deliver(userId);
    await db.advance(30_000);
    await harness.askAgain(ADA.email);
    const second = await harness.deliver(userId);
    await db.advance(29_900);
    const [one, two] = await harness.codeIds(userId);
    expect(await harness.activate(ADA, otherThan(first))).toMatchObject({
      error: { code: 'code-invalid' },
    });
    const tries = await db.sql`select id, attempts from gatehouse.activation_codes order by number`;
    expect([...tries]).toEqual([
      { id: one, attempts: 1 },
      { id: two, attempts: 1 },
    ]);
    // Two of the three shared tries are gone: the newest code alone is still compared.
    expect(await harness.activate(ADA, second)).toMatchObject({ ok: true });
  });

  it('takes the right digits of the earlier code', async () => {
    const userId = await harness.register(ADA);
    const first = await harness.deliver(userId);
    await db.advance(30_000);
    await harness.askAgain(ADA.email);
    await harness.deliver(userId);
    await db.advance(29_999);
    expect(await harness.activate(ADA, first)).toMatchObject({ ok: true, value: { id: userId, state: 'active' } });
    const codes = await db.sql`select consumed_at is not null as used, voided_at is not null as void
      from gatehouse.activation_codes order by number`;
    expect([...codes]).toEqual([
      { used: true, void: false },
      { used: false, void: true },
    ]);
  });

  it('counts for the caller’s network', async () => {
    const network = '203.0.113.9';
    for (let message = 0; message < 30; message++) {
      expect(await harness.askAgain(`person${message}@example.org`, { network })).toEqual(sent);
    }
    expect(await harness.askAgain('person30@example.org', { network })).toEqual(throttled(3_600));
    expect(await harness.askAgain('person30@example.org', { network: null })).toEqual(sent);
  });

  it('sends no two codes to those who ask at the same moment', async () => {
    const userId = await harness.register(ADA);
    await db.advance(30_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => harness.askAgain(ADA.email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await harness.codeIds(userId)).toHaveLength(2);
  });

  it('refuses what is no address', async () => {
    expect(await harness.askAgain('ada@nowhere')).toMatchObject({
      ok: false,
      error: { code: 'validation-failed', errors: [{ pointer: '/email', code: 'email-invalid' }] },
    });
  });
});
