import { commandFrom } from '@gatehouse/platform/edge';
import { AcceptNotice, ChangePassword, DispatchNotice } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  otherThan,
  type RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'Ada@example.org', password: 'nine seven lanterns' };
const CANONICAL = 'ada@example.org';
const NEXT = 'eleven quiet harbours';
const STRANGER = { network: '203.0.113.9' };

describe('a password reset', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    await setPolicy(db, { codes: { 'password-reset': { digits: 4, longDigits: 8 } } }, 'short');
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated({ ...ADA, name: 'Adelaide', locale: 'fr' });
    await db.advance(60_000);
  });

  const ask = async (email = ADA.email): Promise<string> => {
    expect(await harness.askReset(email)).toEqual({ ok: true, value: null });
    const digits = await harness.deliverReset(email.toLowerCase());
    if (digits === null) throw new Error('Nothing was sent');
    return digits;
  };
  const signsIn = async (password: string) => (await harness.authenticate({ email: ADA.email, password })).ok;
  const account = async () => {
    const [row] = await db.sql<{ credentials_version: number; kept_session: string | null; state: string }[]>`
      select credentials_version, kept_session, state from gatehouse.users where id = ${userId}`;
    return row;
  };
  const events = (type: string) =>
    db.sql<{ id: string; subject: string; data: Record<string, unknown> }[]>`
      select id, subject, data from gatehouse.event_log where type = ${type} order by position`;
  const notices = () => db.sql`select kind, recipient, accepted_at is not null as accepted from gatehouse.notices`;

  it('is eight digits to the account’s own address, for ten minutes', async () => {
    await harness.askReset('ADA@EXAMPLE.org');
    const [code] = await db.sql`select id from gatehouse.activation_codes where purpose = 'password-reset'`;
    expect(await harness.dispatch(code?.['id'])).toEqual({
      ok: true,
      value: {
        kind: 'code',
        purpose: 'password-reset',
        recipient: { email: ADA.email, name: 'Adelaide' },
        userId,
        locale: 'fr',
        digits: expect.stringMatching(/^[0-9]{8}$/),
        number: 1,
        lifeSeconds: 600,
        redirect: null,
      },
    });
  });

  it('makes the new password valid, ends every session, and notifies the owner', async () => {
    const code = await ask();
    expect(await harness.resetPassword(ADA.email, code, NEXT)).toEqual({ ok: true, value: null });
    expect([await signsIn(NEXT), await signsIn(ADA.password)]).toEqual([true, false]);
    expect(await account()).toEqual({ credentials_version: 2, kept_session: null, state: 'active' });
    const [reset] = await events('user.password-reset.v1');
    expect(reset).toMatchObject({ subject: userId, data: { userId, credentialsVersion: 2, keptSession: null } });
    expect(await notices()).toEqual([{ kind: 'password-reset', recipient: ADA.email, accepted: false }]);
    const [issued] = await events('notice.issued.v1');
    expect(issued?.data).toEqual({ userId, kind: 'password-reset', noticeId: expect.any(String) });
  });

  it('counts once', async () => {
    const code = await ask();
    await harness.resetPassword(ADA.email, code, NEXT);
    expect(await harness.resetPassword(ADA.email, code, 'twelve loud lighthouses')).toMatchObject({
      error: { code: 'code-invalid' },
    });
    expect(await signsIn(NEXT)).toBe(true);
  });

  it('keeps the salt of the address', async () => {
    const hash = async () => (await db.sql`select password_hash from gatehouse.users where id = ${userId}`)[0];
    const first = await hash();
    await harness.resetPassword(ADA.email, await ask(), NEXT);
    await db.advance(60_000);
    await harness.resetPassword(ADA.email, await ask(), ADA.password);
    expect(await hash()).toEqual(first);
  });

  it('is refused a millisecond too late, and taken a millisecond before', async () => {
    const late = await ask();
    await db.advance(600_000);
    expect(await harness.resetPassword(ADA.email, late, NEXT)).toMatchObject({ error: { code: 'code-expired' } });
    const early = await ask();
    await db.advance(599_999);
    expect(await harness.resetPassword(ADA.email, early, NEXT)).toMatchObject({ ok: true });
  });

  it.each([
    ['short', 'password-too-short'],
    ['password123', 'password-common'],
    ['gatehouse123!', 'password-guessable'],
  ])('refuses %j for every address, and counts no try', async (password, fault) => {
    const code = await ask();
    for (const email of [ADA.email, 'nobody@example.org']) {
      expect(await harness.resetPassword(email, code, password)).toMatchObject({
        error: { code: 'validation-failed', errors: [{ pointer: '/newPassword', code: fault }] },
      });
    }
    expect(await harness.resetPassword(ADA.email, code, NEXT)).toMatchObject({ ok: true });
  });

  it('reveals no name by what it refuses, and refuses passwords built from it once the code is right', async () => {
    const code = await ask();
    expect(await harness.resetPassword(ADA.email, otherThan(code), 'adelaide1!')).toMatchObject({
      error: { code: 'code-invalid' },
    });
    expect(await harness.resetPassword(ADA.email, code, 'adelaide1!')).toMatchObject({
      error: { code: 'validation-failed', errors: [{ code: 'password-guessable' }] },
    });
    expect(await harness.resetPassword(ADA.email, code, NEXT)).toMatchObject({ ok: true });
  });

  describe('of an address without an active account', () => {
    it.each([
      ['no account’s', async () => undefined],
      [
        'a pending registration’s',
        async () => void (await harness.register({ email: 'bob@example.org', password: NEXT })),
      ],
      [
        'a suspended account’s',
        async () => {
          await db.sql`update gatehouse.users set state = 'suspended', email = 'bob@example.org' where id = ${userId}`;
        },
      ],
    ])('writes, sends and answers as for any other, %s, and changes nothing', async (_whose, prepare) => {
      await prepare();
      const rows = async (email: string) => {
        const [row] = await db.sql`
          select (select count(*)::int from gatehouse.activation_codes where target = ${email}) as codes,
            (select count(*)::int from gatehouse.event_log where type = 'password-reset.requested.v1') as events,
            (select cardinality(hits) from gatehouse.throttles where key = ${email} and bucket = 'messages-to-recipient')
              as messages`;
        return row;
      };
      await db.advance(86_400_000);
      await db.sql`delete from gatehouse.throttles`;
      expect(await harness.askReset('bob@example.org')).toEqual({ ok: true, value: null });
      expect(await rows('bob@example.org')).toEqual({ codes: 1, events: 1, messages: 1 });
      expect(await harness.deliverReset('bob@example.org')).toBeNull();
      const before = await db.sql`select * from gatehouse.users order by id`;
      for (let tries = 1; tries <= 3; tries += 1) {
        expect(await harness.resetPassword('bob@example.org', '00000000', NEXT)).toMatchObject({
          error: { code: 'code-invalid' },
        });
      }
      expect(await harness.resetPassword('bob@example.org', '00000000', NEXT)).toMatchObject({
        error: { code: 'tries-exhausted' },
      });
      expect(await db.sql`select * from gatehouse.users order by id`).toEqual(before);
    });

    it('cannot be won, not even by its right digits', async () => {
      await harness.askReset('bob@example.org');
      const [code] = await db.sql`select id, key_id, digits from gatehouse.activation_codes where target like 'bob%'`;
      await harness.deliverReset('bob@example.org');
      const digits = harness.digitsOf(code as never);
      expect(await harness.resetPassword('bob@example.org', digits, NEXT)).toMatchObject({
        error: { code: 'code-invalid' },
      });
    });

    it('is not sent to a later owner', async () => {
      await harness.askReset('bob@example.org');
      const [code] = await db.sql`select id, key_id, digits from gatehouse.activation_codes where target like 'bob%'`;
      await harness.deliverReset('bob@example.org');
      await db.advance(60_000);
      await harness.activated({ email: 'bob@example.org', password: ADA.password });
      const digits = harness.digitsOf(code as never);
      expect(await harness.resetPassword('bob@example.org', digits, NEXT)).toMatchObject({
        error: { code: 'code-invalid' },
      });
      expect(await harness.authenticate({ email: 'bob@example.org', password: ADA.password })).toMatchObject({
        ok: true,
      });
    });
  });

  it('puts no address and no digits into an event', async () => {
    const code = await ask();
    await harness.resetPassword(ADA.email, code, NEXT);
    const rows = await db.sql`select data::text from gatehouse.event_log where type like 'password-reset%'
      or type in ('notice.issued.v1', 'user.password-reset.v1')`;
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`example|${code}|harbours`, 'i'));
  });

  it('takes a message’s slot, and answers 429 within the gap', async () => {
    await ask();
    expect(await harness.askReset(ADA.email)).toMatchObject({ error: { code: 'throttled', retryAfterSeconds: 30 } });
    expect(await harness.askReset('nobody@example.org')).toMatchObject({ ok: true });
    expect(await harness.askReset('nobody@example.org')).toMatchObject({ error: { code: 'throttled' } });
  });

  it('numbers its codes, and takes the earlier one as long as it lives', async () => {
    const first = await ask();
    await db.advance(30_000);
    await ask();
    const numbers = await db.sql`select number from gatehouse.activation_codes where purpose = 'password-reset'`;
    expect(numbers.map(({ number }) => number).sort()).toEqual([1, 2]);
    expect(await harness.resetPassword(ADA.email, first, NEXT)).toMatchObject({ ok: true });
  });

  it('works at an application’s own length, and shares the tries of short codes over all of them', async () => {
    const short = { application: 'short' };
    await harness.activated(ADA, short);
    await db.advance(60_000);
    await harness.askReset(ADA.email, short);
    const code = (await harness.deliverReset(CANONICAL, short)) as string;
    expect(code).toHaveLength(4);
    for (const steps of [1, 2, 3]) await harness.resetPassword(ADA.email, otherThan(code, steps), NEXT, short);
    await db.advance(60_000);
    await harness.askReset(ADA.email, short);
    const next = (await harness.deliverReset(CANONICAL, short)) as string;
    expect(next).toHaveLength(8);
    expect(await harness.resetPassword(ADA.email, next, NEXT, short)).toMatchObject({ ok: true });
    expect(await signsIn(ADA.password)).toBe(true);
  });

  describe('and a stranger', () => {
    it('spoils a code with three guesses, and is slowed down at the address from the sixth on', async () => {
      await ask();
      const guess = () => harness.resetPassword(ADA.email, '00000000', NEXT, STRANGER);
      for (const code of ['code-invalid', 'code-invalid', 'code-invalid', 'tries-exhausted', 'tries-exhausted']) {
        expect(await guess()).toMatchObject({ error: { code } });
      }
      await guess();
      expect(await guess()).toMatchObject({ error: { code: 'throttled' } });
      await db.advance(30_000);
      const mine = await ask();
      expect(await harness.resetPassword(ADA.email, mine, NEXT, { network: '198.51.100.4' })).toMatchObject({
        ok: true,
      });
    });

    it('gets no more than three of a hundred guesses at once compared', async () => {
      const code = await ask();
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          harness.resetPassword(ADA.email, otherThan(code, index + 1), NEXT, { network: `203.0.113.${index}` }),
        ),
      );
      const [row] = await db.sql`select attempts from gatehouse.activation_codes where purpose = 'password-reset'`;
      expect(row).toEqual({ attempts: 3 });
    });
  });

  describe('at the same moment', () => {
    const nexts = ['eleven quiet harbours', 'twelve loud lighthouses', 'thirteen blue ferries'];

    it('as another with the same code wins once', async () => {
      const code = await ask();
      const answers = await Promise.all(
        nexts.map((next, index) => harness.resetPassword(ADA.email, code, next, { network: `198.51.100.${index}` })),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const winner = nexts[answers.findIndex(({ ok }) => ok)] as string;
      expect(await signsIn(winner)).toBe(true);
      expect(await events('user.password-reset.v1')).toHaveLength(1);
      expect(await notices()).toHaveLength(1);
      expect(await account()).toMatchObject({ credentials_version: 2 });
    });

    it('as a change of password, comes after it or makes it fail', async () => {
      const code = await ask();
      const actor = { userId, roles: ['user'] };
      const change = commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: nexts[1] });
      const [reset, changed] = await Promise.all([
        harness.resetPassword(ADA.email, code, NEXT),
        harness.execute(change, { actor }),
      ]);
      expect(reset).toMatchObject({ ok: true });
      if (!changed.ok) expect(changed.error).toEqual({ code: 'password-wrong' });
      expect([await signsIn(NEXT), await signsIn(nexts[1] as string)]).toEqual([true, false]);
      expect(await account()).toMatchObject({ credentials_version: changed.ok ? 3 : 2, kept_session: null });
      expect(await notices()).toHaveLength(changed.ok ? 2 : 1);
    });

    it('as its account is suspended changes nothing afterwards', async () => {
      const code = await ask();
      await db.sql`update gatehouse.users set state = 'suspended', version = version + 1 where id = ${userId}`;
      expect(await harness.resetPassword(ADA.email, code, NEXT)).toMatchObject({ error: { code: 'code-invalid' } });
      expect(await account()).toMatchObject({ credentials_version: 1 });
    });
  });

  describe('is reported by a notice', () => {
    const dispatch = async (noticeId: string) => harness.execute(commandFrom(DispatchNotice, { noticeId }));
    const noticeId = async () => (await events('notice.issued.v1'))[0]?.data['noticeId'] as string;

    it('that goes to the address of that moment, whatever it is afterwards', async () => {
      await harness.resetPassword(ADA.email, await ask(), NEXT);
      await db.sql`update gatehouse.users set email = 'eve@example.org', email_deliverable = 'eve@example.org'`;
      expect(await dispatch(await noticeId())).toEqual({
        ok: true,
        value: {
          kind: 'notice',
          notice: 'password-reset',
          recipient: { email: ADA.email, name: 'Adelaide' },
          locale: 'fr',
        },
      });
    });

    it('that forgets where it went once it is out', async () => {
      await harness.resetPassword(ADA.email, await ask(), NEXT);
      const id = await noticeId();
      for (let times = 1; times <= 2; times += 1) {
        expect(await harness.execute(commandFrom(AcceptNotice, { noticeId: id }))).toMatchObject({ ok: true });
      }
      expect(await notices()).toEqual([{ kind: 'password-reset', recipient: null, accepted: true }]);
      expect(await dispatch(id)).toEqual({ ok: true, value: { kind: 'already-accepted' } });
    });

    it('that is dropped with its account, and unknown elsewhere', async () => {
      await harness.resetPassword(ADA.email, await ask(), NEXT);
      const id = await noticeId();
      const elsewhere = await harness.execute(commandFrom(DispatchNotice, { noticeId: id }), { application: 'other' });
      expect(elsewhere).toEqual({ ok: false, error: { code: 'notice-unknown' } });
      await db.sql`delete from gatehouse.users`;
      expect(await dispatch(id)).toEqual({ ok: false, error: { code: 'notice-over' } });
    });

    it('as a change of password is', async () => {
      const change = commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT });
      await harness.execute(change, { actor: { userId, roles: ['user'] } });
      expect(await notices()).toEqual([{ kind: 'password-changed', recipient: ADA.email, accepted: false }]);
    });
  });
});
