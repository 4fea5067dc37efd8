import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'Ada.Lovelace@Example.org', password: 'correct horse battery' };

describe('sign-up', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness(
    (opened) => {
      ({ db, harness } = opened);
    },
    { dearHashes: true },
  );
  beforeEach(() => beginAt(db, START));

  const rowCounts = async () => {
    const [row] = await db.sql`select
      (select count(*)::int from gatehouse.users) as users,
      (select count(*)::int from gatehouse.activation_codes) as codes,
      (select count(*)::int from gatehouse.event_log) as events,
      (select coalesce(sum(cardinality(hits)), 0)::int from gatehouse.throttles) as hits`;
    return { ...row };
  };
  const sendTimes = async () => {
    const rows = await db.sql<{ send_after: Date }[]>`
      select send_after from gatehouse.activation_codes order by send_after`;
    return rows.map(({ send_after }) => (send_after.getTime() - START.getTime()) / 1000);
  };

  it('answers the pending profile and what to expect of the code', async () => {
    const answer = await harness.signUp({
      ...ADA,
      name: ' Ada ',
      surname: 'Lovelace',
      phone: '+33 6 12 34 56 78',
      hobbies: ['chess, go', '"quotes" and \\', 'NULL', '{}', 'chess, go'],
      birthDate: '1992-02-29',
      locale: 'fr-ca',
    });
    expect(answer).toEqual({
      ok: true,
      value: {
        profile: {
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
          state: 'pending',
          email: 'Ada.Lovelace@example.org',
          emailVerified: false,
          name: 'Ada',
          surname: 'Lovelace',
          phone: '+33612345678',
          phoneVerified: false,
          hobbies: ['chess, go', '"quotes" and \\', 'NULL', '{}'],
          birthDate: '1992-02-29',
          locale: 'fr-CA',
          acceptedTerms: null,
          createdAt: START.toISOString(),
          activatedAt: null,
        },
        activation: { codeLength: 4, lifeSeconds: 60, delivery: 'queued', phone: null },
      },
    });
    const [row] = await db.sql`
      select email, email_deliverable, name, surname, phone, hobbies, birth_date::text, locale from gatehouse.users`;
    expect(row).toEqual({
      email: 'ada.lovelace@example.org',
      email_deliverable: 'Ada.Lovelace@example.org',
      name: 'Ada',
      surname: 'Lovelace',
      phone: '+33612345678',
      hobbies: ['chess, go', '"quotes" and \\', 'NULL', '{}'],
      birth_date: '1992-02-29',
      locale: 'fr-CA',
    });
  });

  it('writes the user, the code, the message’s slot here and over all applications, and both events in one transaction', async () => {
    const userId = await harness.register(ADA);
    const written = await db.sql`
      select 'user' as what, xmin::text as transaction from gatehouse.users
      union all select 'code', xmin::text from gatehouse.activation_codes
      union all select 'slot', xmin::text from gatehouse.throttles
      union all select type, xmin::text from gatehouse.event_log`;
    expect(written.map(({ what }) => what)).toEqual([
      'user',
      'code',
      'slot',
      'slot',
      'user.registered.v1',
      'activation-code.issued.v1',
    ]);
    expect(new Set(written.map(({ transaction }) => transaction)).size).toBe(1);

    const events = await db.sql`select subject, type, data from gatehouse.event_log order by position`;
    expect([...events]).toEqual([
      {
        subject: userId,
        type: 'user.registered.v1',
        data: { userId, email: 'Ada.Lovelace@example.org', locale: null },
      },
      {
        subject: userId,
        type: 'activation-code.issued.v1',
        data: {
          codeId: await harness.latestCode(userId),
          userId,
          purpose: 'activation',
          channel: 'mail',
          sendAfter: expect.stringMatching(/^2026-05-01T12:00:00(\.0+)?(Z|\+00:00)$/),
        },
      },
    ]);
  });

  it('keeps no password, and no digits of any code', async () => {
    // Ten digits do not turn up by chance in an id or a time.
    await setPolicy(db, { code: { digits: 10 } }, 'long-codes');
    const patient = new RegistrationHarness(db, {}, { dearHashes: true });
    try {
      const userId = await patient.register(ADA, { application: 'long-codes' });
      const digits = await patient.deliver(userId, { application: 'long-codes' });
      expect(digits).toMatch(/^[0-9]{10}$/);
      const rows = await db.sql<{ text: string }[]>`
        select u::text as text from gatehouse.users u union all select c::text from gatehouse.activation_codes c
        union all select e::text from gatehouse.event_log e union all select t::text from gatehouse.throttles t`;
      const everything = rows.map(({ text }) => text).join();
      expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
      expect(everything).not.toContain(ADA.password);
      expect(everything).not.toContain(digits);
    } finally {
      await patient.close();
    }
  });

  it('writes exactly the same for an address that somebody owns already', async () => {
    const shape = async () => ({
      counts: await rowCounts(),
      columns: await db.sql`
        select jsonb_object_agg(key, value is null or value = 'null') as empty
        from gatehouse.users u, jsonb_each(to_jsonb(u)) where state = 'pending'`,
      codes: await db.sql`select number, digits, life_seconds, attempts, max_attempts, send_after, dispatched_at
        from gatehouse.activation_codes where dispatched_at is null`,
      events: await db.sql`select type, (select array_agg(key order by key) from jsonb_object_keys(data) key) as fields
        from gatehouse.event_log order by position desc limit 2`,
    });
    const free = await harness.signUp({ ...ADA, email: 'free@example.org' });
    const afterFree = await shape();

    await beginAt(db, START);
    await harness.activated(ADA);
    await db.sql`truncate gatehouse.event_log, gatehouse.throttles, gatehouse.activation_codes`;
    const taken = await harness.signUp({ ...ADA, password: 'another password of hers' });
    const afterTaken = await shape();

    expect(afterTaken).toEqual({ ...afterFree, counts: { ...afterFree.counts, users: 2 } });
    const anonymous = { id: '', email: '' };
    const like = (answer: typeof free) =>
      answer.ok ? { ...answer.value, profile: { ...answer.value.profile, ...anonymous } } : answer.error;
    expect(like(taken)).toEqual(like(free));
  });

  it('takes several registrations of one address, each with its own password', async () => {
    await harness.register(ADA);
    await harness.register({ ...ADA, password: 'a stranger’s password' });
    const rows = await db.sql`select state, email, version from gatehouse.users`;
    expect([...rows]).toEqual(Array(2).fill({ state: 'pending', email: 'ada.lovelace@example.org', version: 1 }));
  });

  it('puts a message within 30 s of the last one off, in the code and in the event alike', async () => {
    await harness.register(ADA);
    await db.advance(10_000);
    await harness.register(ADA);
    await harness.register(ADA);
    expect(await sendTimes()).toEqual([0, 30, 60]);
    const events = await db.sql<{ same: boolean }[]>`
      select (data->>'sendAfter')::timestamptz = code.send_after as same
      from gatehouse.event_log join gatehouse.activation_codes code on code.id = (data->>'codeId')::uuid`;
    expect(events.map(({ same }) => same)).toEqual([true, true, true]);

    await db.advance(80_000);
    await harness.register(ADA);
    expect(await sendTimes()).toEqual([0, 30, 60, 90]);
    await db.advance(30_000);
    await harness.register(ADA);
    expect(await sendTimes()).toEqual([0, 30, 60, 90, 120]);
  });

  it('takes case and notation of an address for the same recipient', async () => {
    await harness.register({ ...ADA, email: 'ada@bücher.example' });
    await harness.register({ ...ADA, email: 'ADA@XN--BCHER-KVA.EXAMPLE' });
    expect(await sendTimes()).toEqual([0, 30]);
  });

  it('refuses the sixth message within an hour, says when to come back, and writes nothing', async () => {
    for (let message = 1; message <= 5; message++) await harness.register(ADA);
    const before = await rowCounts();
    await db.advance(600_000);
    expect(await harness.signUp(ADA)).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 3_000 } });
    expect(await rowCounts()).toEqual(before);

    await db.advance(2_999_999);
    expect(await harness.signUp(ADA)).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 1 } });
    expect(await rowCounts()).toEqual(before);
    await db.advance(1);
    expect(await harness.signUp(ADA)).toMatchObject({ ok: true });
  });

  it('refuses the eleventh message within a day', async () => {
    for (let message = 1; message <= 10; message++) {
      await harness.register(ADA);
      await db.advance(1_800_000);
    }
    expect(await harness.signUp(ADA)).toEqual({
      ok: false,
      error: { code: 'throttled', retryAfterSeconds: 24 * 3_600 - 10 * 1_800 },
    });
    await db.advance((24 * 3_600 - 10 * 1_800) * 1_000);
    expect(await harness.signUp(ADA)).toMatchObject({ ok: true });
  });

  it('refuses a network’s thirty-first message within an hour, to any recipient, and writes nothing', async () => {
    const network = '198.51.100.7';
    for (let message = 0; message < 30; message++) {
      await harness.register({ ...ADA, email: `person${message}@example.org` }, { network });
      await db.advance(1_000);
    }
    const before = await rowCounts();
    const more = { ...ADA, email: 'person30@example.org' };
    expect(await harness.signUp(more, { network })).toEqual({
      ok: false,
      error: { code: 'throttled', retryAfterSeconds: 3_570 },
    });
    expect(await rowCounts()).toEqual(before);
    expect(await harness.signUp(more, { network: '198.51.100.8' })).toMatchObject({ ok: true });
    await db.advance(3_570_000);
    expect(await harness.signUp({ ...ADA, email: 'person31@example.org' }, { network })).toMatchObject({ ok: true });
  }, 60_000);

  it('lets no race past the limits', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => harness.signUp(ADA, { network: '198.51.100.7' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await sendTimes()).toEqual([0, 30, 60, 90, 120]);
    expect(await rowCounts()).toMatchObject({ users: 5, codes: 5, events: 10 });
  });

  it('keeps two applications apart', async () => {
    await setPolicy(db, {}, 'shop');
    const fresh = new RegistrationHarness(db);
    try {
      for (let message = 1; message <= 5; message++) await fresh.register(ADA);
      expect(await fresh.signUp(ADA)).toMatchObject({ ok: false });
      expect(await fresh.signUp(ADA, { application: 'shop' })).toMatchObject({ ok: true });
      const rows = await db.sql`select application, count(*)::int from gatehouse.users group by 1 order by 1`;
      expect([...rows]).toEqual([
        { application: 'default', count: 5 },
        { application: 'shop', count: 1 },
      ]);
      const [hashes] = await db.sql`
        select count(distinct split_part(password_hash, '$', 5))::int as salts from gatehouse.users`;
      expect(hashes).toEqual({ salts: 2 });
    } finally {
      await fresh.close();
    }
  });

  it('names every fault of the input at once, and writes nothing', async () => {
    const answer = await harness.signUp({
      email: 'ada@nowhere',
      password: 'short',
      name: ' ',
      surname: 'Love\u0007lace',
      phone: '0612345678',
      hobbies: ['chess', '  '],
      birthDate: '2999-01-01',
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'validation-failed' } });
    const faults = answer.ok ? [] : (answer.error.errors ?? []);
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/email email-invalid',
      '/password password-too-short',
      '/name text-empty',
      '/surname text-unprintable',
      '/phone phone-invalid',
      '/hobbies/1 text-empty',
      '/birthDate birth-date-invalid',
    ]);
    expect(await rowCounts()).toEqual({ users: 0, codes: 0, events: 0, hits: 0 });
  });

  it.each([
    ['an unknown field', { isAdmin: true }, 'field-unknown', '/isAdmin'],
    ['text where a list belongs', { hobbies: 'chess' }, 'validation-failed', '/hobbies'],
    ['half a surrogate pair', { name: 'Ada \ud83d' }, 'validation-failed', '/name'],
    ['NUL', { surname: 'Love\u0000lace' }, 'validation-failed', '/surname'],
    ['a time where a date belongs', { birthDate: '1990-01-01T00:00:00Z' }, 'validation-failed', '/birthDate'],
    ['a day that does not exist', { birthDate: '2023-02-29' }, 'validation-failed', '/birthDate'],
  ])('refuses %s at the bus’ door', async (_, fields, code, pointer) => {
    const answer = await harness.signUp({ ...ADA, ...(fields as object) });
    expect(answer).toMatchObject({ ok: false, error: { code, errors: [{ pointer }] } });
    expect(await rowCounts()).toEqual({ users: 0, codes: 0, events: 0, hits: 0 });
  });
});
