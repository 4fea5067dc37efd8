import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { REGISTRATION } from '@gatehouse/registration';
import {
  ChangePassword,
  ChangeProfile,
  EraseOwnAccount,
  EraseUser,
  RequestEmailChange,
  RequestPasswordReset,
  ResumeUser,
  SendPhoneCode,
  SuspendUser,
  VerifyNewEmail,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import { Argon2PasswordHasher } from '../../../libs/registration/adapters/argon2/argon2-password-hasher.js';
import { addressSalt } from '../../../libs/registration/adapters/crypto/keyed-hashes.js';
import { userErased } from '../../../libs/registration/domain/user/account-events.js';
import { accepted } from '../../support/access/access-harness.js';
import type { TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  otherThan,
  type Person,
  type RegistrationHarness,
} from '../../support/registration/registration-harness.js';
import { tracesOf } from '../../support/traces.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'Ada.Lovelace@Example.org', password: 'nine seven lanterns' };
const DETAILS = {
  name: 'Augusta',
  surname: 'Kingsborough',
  phone: '+33612345678',
  hobbies: ['flying machines', 'whist'],
  birthDate: '1915-12-10',
  locale: 'fr-CA',
};
const MALLORY = { email: ADA.email, password: 'a stranger’s lanterns' };
/** Before the address that Ada has now. */
const FORMER = 'Ada.Byron@Example.org';
const NEXT = 'eleven quiet harbours';

describe('erasing somebody', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(() => beginAt(db, NOON));

  const erase = (userId: string, application = 'default') =>
    harness.execute(commandFrom(EraseUser, { userId }), { application });
  const eraseOwn = ({ email, password }: Person, network: string | null = null) =>
    harness.execute(commandFrom(EraseOwnAccount, { email, password }), { network });
  const as = (userId: string) => ({ actor: { userId, roles: ['user'] } });
  const users = () =>
    db.sql<{ id: string; state: string }[]>`select id, state from gatehouse.users order by created_at, id`;
  const states = async () => (await users()).map(({ state }) => state);
  const erasedEvents = async () =>
    (await db.sql<{ data: object }[]>`select data from gatehouse.event_log where type = 'user.erased.v1'`).map(
      ({ data }) => data,
    );
  const deadlocks = async () => {
    await db.sql`select pg_stat_clear_snapshot()`;
    const [row] = await db.sql`select deadlocks::int from pg_stat_database where datname = current_database()`;
    return row?.['deadlocks'];
  };

  const wantEmail = async (userId: string, newEmail: string) =>
    accepted(
      await harness.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword: ADA.password }), as(userId)),
    );
  const changePassword = async (userId: string, currentPassword: string, newPassword: string) =>
    accepted(await harness.execute(commandFrom(ChangePassword, { currentPassword, newPassword }), as(userId)));

  /** Ada with a full profile, a verified phone, and codes of every purpose pending. */
  async function fullLife(): Promise<{ userId: string; texts: string[] }> {
    const userId = await harness.activated({ ...ADA, ...DETAILS, email: FORMER });
    await db.advance(60_000);
    await wantEmail(userId, ADA.email);
    accepted(await harness.execute(commandFrom(VerifyNewEmail, { code: await harness.deliver(userId) }), as(userId)));
    await harness.authenticate({ ...ADA, password: 'not hers' }, { network: '198.51.100.7' });
    await harness.execute(commandFrom(SendPhoneCode, {}), as(userId));
    const code = await harness.deliver(userId);
    await harness.execute(commandFrom(VerifyPhone, { code: '000000' }), as(userId));
    accepted(await harness.execute(commandFrom(VerifyPhone, { code }), as(userId)));
    await db.advance(60_000);
    await harness.register(MALLORY);
    await db.advance(60_000);
    await harness.execute(commandFrom(RequestPasswordReset, { email: ADA.email }));
    await changePassword(userId, ADA.password, NEXT);
    await changePassword(userId, NEXT, ADA.password);
    await db.advance(60_000);
    await wantEmail(userId, 'countess@example.net');
    const hashes = await db.sql<{ password_hash: string }[]>`select password_hash from gatehouse.users`;
    const digests = hashes.map(({ password_hash }) => password_hash.split('$').at(-1) as string);
    const { name, surname, phone, hobbies, birthDate } = DETAILS;
    return { userId, texts: [ADA.email, FORMER, name, surname, phone, ...hobbies, birthDate, ...digests] };
  }

  it('leaves nothing of them in any column of any table, and a row with the times of sign-up and erasure', async () => {
    const { userId, texts } = await fullLife();
    const before = await tracesOf(db, texts);
    for (const text of texts) expect(before.filter((trace) => trace.endsWith(text.toLowerCase()))).not.toEqual([]);
    await db.advance(60_000);

    expect(await erase(userId)).toEqual({ ok: true, value: null });
    expect(await tracesOf(db, texts)).toEqual([]);
    const [row] = await db.sql`select * from gatehouse.users where id = ${userId}`;
    const kept = Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null));
    expect(kept).toMatchObject({ application: 'default', id: userId, state: 'erased', created_at: NOON });
    expect(kept).toMatchObject({ erased_at: new Date('2026-05-01T12:05:00Z'), hobbies: [] });
    const left = await db.sql`
      select 1 from gatehouse.activation_codes union all select 1 from gatehouse.notices
      union all select 1 from gatehouse.email_changes`;
    expect(left).toHaveLength(0);
  });

  it('keeps what is counted for an address that was never proven to be theirs, and nothing else of it', async () => {
    const { userId } = await fullLife();
    await erase(userId);
    // The mailbox may be anyone's; its owner must not get more messages because Ada has left.
    expect(await tracesOf(db, ['countess@example.net'])).toEqual(['gatehouse.throttles.key: countess@example.net']);
  });

  it('keeps what is counted for networks and the whole application, so that an erasure frees no messages', async () => {
    const network = '198.51.100.7';
    const userId = await harness.activated({ ...ADA, phone: DETAILS.phone }, { network });
    await harness.execute(commandFrom(SendPhoneCode, {}), { ...as(userId), network });
    accepted(await harness.execute(commandFrom(VerifyPhone, { code: await harness.deliver(userId) }), as(userId)));
    const counts = () => db.sql`select bucket, key, cardinality(hits) as hits from gatehouse.throttles order by bucket`;
    expect((await counts()).map(({ key }) => key)).toContain(DETAILS.phone);
    await erase(userId);
    expect([...(await counts())]).toEqual([
      { bucket: 'failures-by-network', key: network, hits: 0 },
      { bucket: 'messages-by-network', key: network, hits: 2 },
      // Over all applications: they do not show in which an address was used.
      { bucket: 'messages-to-recipient-anywhere', key: expect.stringMatching(/^[0-9a-f]{64}$/), hits: 1 },
      { bucket: 'messages-to-recipient-anywhere', key: expect.stringMatching(/^[0-9a-f]{64}$/), hits: 1 },
      { bucket: 'text-messages', key: '', hits: 1 },
    ]);
  });

  it('keeps what is counted for a former address that is somebody else’s by now', async () => {
    const { userId } = await fullLife();
    await db.advance(60_000);
    const grace = { email: FORMER, password: 'grace under fire' };
    await harness.activated(grace);
    await harness.authenticate({ ...grace, password: 'not hers' }, { network: '198.51.100.7' });
    await erase(userId);
    const kept = await db.sql`select key from gatehouse.throttles where bucket = 'messages-to-recipient'
      union all select email from gatehouse.password_tries`;
    expect(kept.map(({ key }) => key).sort()).toEqual(
      [FORMER, FORMER, 'countess@example.net'].map((key) => key.toLowerCase()).sort(),
    );
    expect(await harness.authenticate(grace)).toMatchObject({ ok: true });
  });

  it('nulls the personal fields of their events, and leaves ids, places and all other events alone', async () => {
    const grace = await harness.activated({ email: 'grace@example.org', password: ADA.password });
    const userId = await harness.activated({ ...ADA, locale: 'fr' });
    await harness.execute(commandFrom(SuspendUser, { userId, reason: 'Augusta asked for it' }));
    const log = () =>
      db.sql<{ id: string; subject: string; type: string; data: Record<string, unknown> }[]>`
        select id, subject, type, data, position, transaction_id from gatehouse.event_log order by position`;
    const before = await log();
    await erase(userId);
    const after = await log();
    expect(after.slice(0, before.length)).toEqual(
      before.map((event) => {
        if (event.subject === grace) return event;
        const blank = Object.fromEntries(
          ['email', 'locale', 'reason'].filter((field) => field in event.data).map((field) => [field, null]),
        );
        return { ...event, data: { ...event.data, ...blank } };
      }),
    );
    expect(after.slice(before.length)).toMatchObject([{ subject: userId, type: 'user.erased.v1', data: { userId } }]);
    expect(await tracesOf(db, ['grace@example.org'])).not.toEqual([]);
  });

  it('frees the address at once, for an account with another id', async () => {
    const userId = await harness.activated(ADA);
    await db.advance(60_000);
    await erase(userId);
    expect(await harness.authenticate(ADA)).toMatchObject({ error: { code: 'credentials-invalid' } });
    const next = await harness.activated({ ...ADA, password: NEXT });
    expect(next).not.toBe(userId);
    expect(await harness.authenticate({ ...ADA, password: NEXT })).toMatchObject({ ok: true });
    expect(await states()).toEqual(['erased', 'active']);
  });

  it('lets the id never return', async () => {
    const userId = await harness.activated(ADA);
    await erase(userId);
    await expect(
      db.sql`insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash)
        values ('default', ${userId}, 'pending', 'x@example.org', 'x@example.org', '')`,
    ).rejects.toThrow('users_pkey');
  });

  it('sends no message that is under way: its code is unknown', async () => {
    const userId = await harness.register(ADA);
    const codeId = await harness.latestCode(userId);
    await harness.dispatch(codeId);
    await erase(userId);
    expect(await harness.dispatch(codeId)).toMatchObject({ error: { code: 'code-unknown' } });
    expect(await harness.start(codeId)).toMatchObject({ error: { code: 'code-unknown' } });
  });

  it('takes what others have begun with the address along, each with its event', async () => {
    const userId = await harness.activated(ADA);
    await db.advance(60_000);
    const other = await harness.register(MALLORY);
    await erase(userId);
    expect(await states()).toEqual(['erased', 'erased']);
    expect((await erasedEvents()).map((data) => JSON.stringify(data)).sort()).toEqual(
      [userId, other].map((id) => JSON.stringify({ userId: id })).sort(),
    );
  });

  it('whose registration is not proven leaves others of the address alone, and every count that protects it', async () => {
    const ada = await harness.register(ADA);
    await db.advance(60_000);
    const mallory = await harness.register(MALLORY);
    await harness.activate(MALLORY, otherThan(await harness.deliver(mallory)));
    const counts = () => db.sql`select bucket, hits from gatehouse.throttles order by bucket`;
    const before = await counts();
    expect(before.map(({ bucket }) => bucket)).toContain('short-code-tries');
    await erase(mallory);
    expect(await counts()).toEqual(before);
    expect((await users()).map(({ id, state }) => [id, state])).toEqual([
      [ada, 'pending'],
      [mallory, 'erased'],
    ]);
  });

  it('is done for a suspended account too, and twice is once', async () => {
    const userId = await harness.activated(ADA);
    await harness.execute(commandFrom(SuspendUser, { userId, reason: 'Sells what is not hers' }));
    const answers = await Promise.all([erase(userId), erase(userId), erase(userId)]);
    expect(answers).toEqual(answers.map(() => ({ ok: true, value: null })));
    expect(await erase(userId)).toEqual({ ok: true, value: null });
    expect(await erasedEvents()).toEqual([{ userId }]);
  });

  it('is refused for who never was, or is another application’s', async () => {
    const userId = await harness.activated(ADA);
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop') on conflict do nothing`;
    expect(await erase(userId, 'shop')).toMatchObject({ error: { code: 'account-unknown' } });
    expect(await erase('0197a000-0000-7000-8000-00000000000b')).toMatchObject({ error: { code: 'account-unknown' } });
    expect(await states()).toEqual(['active']);
  });

  it('by somebody with privileges is noted with who answers for it, once', async () => {
    const userId = await harness.activated(ADA);
    const key = '0197a000-0000-7000-8000-00000000000c';
    const administrator = { kind: 'key', id: key, application: 'default', everywhere: false } as const;
    for (const command of [
      commandFrom(SuspendUser, { userId, reason: 'Sells what is not hers' }),
      commandFrom(ResumeUser, { userId }),
      commandFrom(EraseUser, { userId }),
    ]) {
      await harness.execute(command, { administrator, network: '198.51.100.7' });
      await harness.execute(command, { administrator });
    }
    const acts = await db.sql`
      select act, subject, administrator_id, network from gatehouse.audit_log where subject = ${userId} order by position`;
    expect([...acts]).toEqual(
      ['user.suspended', 'user.resumed', 'user.erased'].map((act) => ({
        act,
        subject: userId,
        administrator_id: key,
        network: '198.51.100.7',
      })),
    );
  });

  describe('who asks for it', () => {
    it('is asked for the password, and is gone', async () => {
      const { texts } = await fullLife();
      expect(await eraseOwn({ ...ADA, password: 'not hers' })).toMatchObject({
        error: { code: 'credentials-invalid' },
      });
      expect(await eraseOwn(ADA)).toEqual({ ok: true, value: null });
      expect(await tracesOf(db, texts)).toEqual([]);
      expect(await eraseOwn(ADA)).toMatchObject({ error: { code: 'credentials-invalid' } });
    });

    it('is slowed down after wrong passwords, as at sign-in', async () => {
      await harness.activated(ADA);
      for (let guess = 0; guess < 6; guess += 1) await eraseOwn({ ...ADA, password: `guess number ${guess}` });
      expect(await eraseOwn(ADA)).toMatchObject({ error: { code: 'throttled', retryAfterSeconds: 15 } });
      expect(await states()).toEqual(['active']);
    });

    it('is not gone while suspended: the operator decides', async () => {
      const userId = await harness.activated(ADA);
      await harness.execute(commandFrom(SuspendUser, { userId, reason: 'Sells what is not hers' }));
      expect(await eraseOwn(ADA)).toMatchObject({ error: { code: 'account-suspended' } });
      expect(await states()).toEqual(['suspended']);
    });

    it('erases registrations of the same password where there is no account, and no others', async () => {
      await harness.register(ADA);
      await db.advance(60_000);
      await harness.register(ADA);
      await db.advance(60_000);
      await harness.register(MALLORY);
      expect(await eraseOwn(ADA)).toEqual({ ok: true, value: null });
      expect(await states()).toEqual(['erased', 'erased', 'pending']);
    });

    it('erases registrations of the same password that were made when a hash cost more', async () => {
      const older = await harness.register(ADA);
      await db.advance(60_000);
      await harness.register(ADA);
      await db.advance(60_000);
      await harness.register(MALLORY);
      const { codeKeys } = harness.container.get(PLATFORM.settings);
      const former = new Argon2PasswordHasher(
        harness.container.get(REGISTRATION.hashQueue),
        (application, email) => addressSalt(codeKeys, application, email),
        { memoryCost: 512, timeCost: 2, parallelism: 1 },
      );
      const hash = await former.hashForAddress(ADA.password, 'default', ADA.email.toLowerCase());
      await db.sql`update gatehouse.users set password_hash = ${hash} where id = ${older}`;
      expect(await eraseOwn(ADA)).toEqual({ ok: true, value: null });
      expect(await states()).toEqual(['erased', 'erased', 'pending']);
    });

    it('as a stranger who has registered somebody’s address erases that registration alone', async () => {
      await harness.activated(ADA);
      await db.advance(60_000);
      await harness.register(MALLORY);
      expect(await eraseOwn(MALLORY)).toEqual({ ok: true, value: null });
      expect(await states()).toEqual(['active', 'erased']);
      expect(await harness.authenticate(ADA)).toMatchObject({ ok: true });
    });
  });

  describe('while others act on the account', () => {
    it('ends in one state for all: later calls find no account', async () => {
      const userId = await harness.activated(ADA);
      const racing = [
        ...Array.from({ length: 3 }, () => erase(userId)),
        ...Array.from({ length: 3 }, () => eraseOwn(ADA)),
        ...Array.from({ length: 3 }, (_, at) =>
          harness.execute(commandFrom(ChangeProfile, { name: `Augusta ${at}` }), as(userId)),
        ),
        harness.execute(commandFrom(SuspendUser, { userId, reason: 'Why not' })),
        harness.execute(commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT }), as(userId)),
        harness.execute(commandFrom(SendPhoneCode, { phone: DETAILS.phone }), as(userId)),
      ];
      await Promise.all(racing);
      expect(await states()).toEqual(['erased']);
      // Who asks with the password of somebody who is gone is counted, as for any address.
      const traces = await tracesOf(db, [ADA.email, 'augusta']);
      expect(traces.filter((trace) => !trace.startsWith('gatehouse.password_tries.'))).toEqual([]);
      expect(await erasedEvents()).toEqual([{ userId }]);
    });

    it('either erases the registration or the account that it becomes, and never half of it', async () => {
      const before = await deadlocks();
      for (let round = 0; round < 10; round += 1) {
        await beginAt(db, NOON);
        const userId = await harness.register(ADA);
        await db.advance(60_000);
        const rival = await harness.register(MALLORY);
        const digits = await harness.deliver(userId);
        await Promise.all([harness.activate(ADA, digits), erase(userId), harness.activate(MALLORY, digits)]);
        const [own] = await db.sql`select state from gatehouse.users where id = ${userId}`;
        expect(own).toEqual({ state: 'erased' });
        const [other] = await db.sql`select state from gatehouse.users where id = ${rival}`;
        // Erased with the account that had proven the address, or left alone with a registration that had not.
        const activated = await db.sql`select 1 from gatehouse.event_log where type = 'user.activated.v1'`;
        expect(other).toEqual({ state: activated.length > 0 ? 'erased' : 'pending' });
      }
      expect(await deadlocks()).toBe(before);
    }, 60_000);

    it('waits for a change that is being written, and erases what it wrote', async () => {
      const userId = await harness.activated(ADA);
      const holder = await holdLocks(
        db,
        (sql) => sql`update gatehouse.users set name = 'Augusta', version = version + 1 where id = ${userId}`,
      );
      const erased = erase(userId);
      await untilBlocked(db, 1);
      await holder.transaction`commit`;
      await holder.release();
      expect(await erased).toEqual({ ok: true, value: null });
      expect(await tracesOf(db, ['augusta'])).toEqual([]);
    });

    it('waits for a notice that is being written, and erases it too', async () => {
      const userId = await harness.activated(ADA);
      const holder = await holdLocks(db, async (sql) => {
        await sql`update gatehouse.users set version = version + 1 where id = ${userId}`;
        await sql`insert into gatehouse.notices (application, id, user_id, kind, recipient, issued_at)
          values ('default', gen_random_uuid(), ${userId}, 'password-changed', ${ADA.email}, gatehouse.now())`;
      });
      const erased = erase(userId);
      await untilBlocked(db, 1);
      await holder.transaction`commit`;
      await holder.release();
      expect(await erased).toEqual({ ok: true, value: null });
      expect(await db.sql`select from gatehouse.notices`).toHaveLength(0);
    });

    it.each([
      ['another address', (userId: string) => wantEmail(userId, 'countess@example.net'), 'countess@example.net'],
      [
        'a phone',
        async (userId: string) =>
          void (await harness.execute(commandFrom(SendPhoneCode, { phone: DETAILS.phone }), as(userId))),
        DETAILS.phone,
      ],
    ])('waits for a code for %s that is being issued, and erases it too', async (_, ask, recipient) => {
      const userId = await harness.activated(ADA);
      await db.advance(60_000);
      const holder = await holdLocks(
        db,
        (sql) => sql`insert into gatehouse.throttles (application, bucket, key, hits)
          values ('default', 'messages-to-recipient', ${recipient}, array[gatehouse.now()])`,
      );
      const asked = ask(userId);
      await untilBlocked(db, 1);
      const erased = erase(userId);
      await untilBlocked(db, 2);
      await holder.release();
      await asked;
      expect(await erased).toEqual({ ok: true, value: null });
      const left = await db.sql`select target as told from gatehouse.activation_codes
        union all select recipient from gatehouse.notices`;
      expect(left).toHaveLength(0);
    });

    it('does not erase an account whose password has changed since it was proven', async () => {
      const userId = await harness.activated(ADA);
      const erasures = harness.container.get(REGISTRATION.erasures);
      const [row] = await db.sql`select password_hash from gatehouse.users`;
      await harness.execute(
        commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT }),
        as(userId),
      );
      const erasure = { userIds: [userId], provenHashes: [row?.['password_hash']] };
      const context = { application: 'default', network: null, requestId: 'test' };
      expect(await erasures.erase(erasure, userErased, context)).toBeNull();
      expect(await states()).toEqual(['active']);
    });
  });
});
