import { commandFrom } from '@gatehouse/platform/edge';
import { REGISTRATION } from '@gatehouse/registration';
import {
  ChangePassword,
  DispatchNotice,
  EraseUser,
  RequestEmailChange,
  UndoEmailChange,
  VerifyNewEmail,
} from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  otherThan,
  type RegistrationHarness,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'Ada@example.org', password: 'nine seven lanterns' };
const NEW = 'Ada.New@example.org';
const THIEF = 'thief@example.net';
const NEXT = 'eleven quiet harbours';
const HOURS = 3_600_000;

describe('a change of address', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let ada: Context;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated({ ...ADA, name: 'Adelaide', locale: 'fr' });
    ada = { actor: { userId, roles: ['user'] } };
    await db.advance(60_000);
  });

  const ask = (newEmail = NEW, currentPassword = ADA.password) =>
    harness.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword }), ada);
  const verify = (code: string) => harness.execute(commandFrom(VerifyNewEmail, { code }), ada);
  /** Asks, and reads the code in the new mailbox. */
  const asked = async (newEmail = NEW, password = ADA.password): Promise<string> => {
    expect(await ask(newEmail, password)).toEqual({ ok: true, value: null });
    return harness.deliver(userId);
  };
  const change = async (newEmail = NEW, password = ADA.password): Promise<string> => {
    expect(await verify(await asked(newEmail, password))).toMatchObject({ ok: true, value: { email: newEmail } });
    return latestToken();
  };
  const latestToken = async () => {
    const [row] = await db.sql<{ id: string }[]>`
      select id from gatehouse.email_changes order by account_version desc limit 1`;
    return harness.container.get(REGISTRATION.undoTokens).of(row?.id ?? '');
  };
  const undo = (token: string) => harness.execute(commandFrom(UndoEmailChange, { token }));
  const signsIn = async (email: string, password = ADA.password) =>
    (await harness.authenticate({ email, password })).ok;
  const account = async () => {
    const [row] = await db.sql`
      select email, email_deliverable, credentials_version, state from gatehouse.users where id = ${userId}`;
    return row;
  };
  const notices = async () => {
    const rows = await db.sql`select kind, recipient from gatehouse.notices order by issued_at, kind`;
    return rows.map(({ kind, recipient }) => [kind, recipient]);
  };
  const events = async (type: string) =>
    (await db.sql`select data from gatehouse.event_log where type = ${type} order by position`).map(({ data }) => data);

  describe('that is asked for', () => {
    it('changes nothing yet, and the current address is notified at once', async () => {
      await asked();
      expect(await account()).toMatchObject({ email: 'ada@example.org', credentials_version: 1 });
      expect(await notices()).toEqual([['email-changing', ADA.email]]);
      expect(await events('user.email-change-requested.v1')).toEqual([{ userId }]);
      expect(await signsIn(ADA.email)).toBe(true);
    });

    it('wants the password, another address, and one at all', async () => {
      expect(await ask(NEW, 'not my password')).toMatchObject({ error: { code: 'password-wrong' } });
      expect(await ask(ADA.email)).toMatchObject({ error: { code: 'email-unchanged' } });
      expect(await ask('ADA@example.org', 'not my password')).toMatchObject({ error: { code: 'password-wrong' } });
      expect(await ask('ada@')).toMatchObject({ error: { errors: [{ pointer: '/newEmail', code: 'email-invalid' }] } });
      expect(await notices()).toEqual([]);
    });

    it('is answered alike if another account has the address, whose owner is notified instead', async () => {
      await harness.activated({ email: 'bob@example.org', password: NEXT });
      await db.advance(60_000);
      expect(await ask('bob@example.org')).toEqual({ ok: true, value: null });
      expect(await harness.dispatch(await harness.latestCode(userId))).toMatchObject({
        value: { kind: 'account-exists', purpose: 'email-change', recipient: { email: 'bob@example.org' } },
      });
      for (const code of ['code-invalid', 'code-invalid', 'code-invalid', 'tries-exhausted']) {
        expect(await verify('000000')).toMatchObject({ error: { code } });
      }
    });

    it('takes a slot of the new mailbox', async () => {
      await ask();
      expect(await ask()).toMatchObject({ error: { code: 'throttled', retryAfterSeconds: 30 } });
      expect(await notices()).toHaveLength(1);
    });

    it.each([
      ['pending', 'account-unknown'],
      ['suspended', 'account-suspended'],
      ['superseded', 'account-unknown'],
    ])('is refused to a %s account', async (state, code) => {
      await db.sql`update gatehouse.users set state = ${state}`;
      expect(await ask()).toMatchObject({ error: { code } });
      expect(await verify('123456')).toMatchObject({ ok: false });
    });

    it.each([
      [
        'a change of password',
        () =>
          harness.execute(commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT }), {
            actor: { userId, roles: ['user'] },
          }),
      ],
      [
        'a reset',
        async () => {
          await harness.askReset(ADA.email);
          return harness.resetPassword(ADA.email, (await harness.deliverReset('ada@example.org')) ?? '', NEXT);
        },
      ],
    ])('is over with %s, in the mailbox and on its way', async (_what, renew) => {
      const code = await asked();
      await db.advance(30_000);
      await ask('other@example.org');
      const waiting = await harness.latestCode(userId);
      expect(await renew()).toMatchObject({ ok: true });
      expect(await verify(code)).toMatchObject({ error: { code: 'code-invalid' } });
      expect(await harness.dispatch(waiting)).toEqual({ ok: false, error: { code: 'code-over' } });
    });

    it('is not issued once the password that was proven is not the account’s any more', async () => {
      const changed = commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT });
      const [wish] = await Promise.all([ask(), harness.execute(changed, ada)]);
      const open = await db.sql`select 1 from gatehouse.activation_codes as code join gatehouse.users as account
        on account.id = code.user_id and account.credentials_version = code.credentials_version
        where code.purpose = 'email-change'`;
      expect(open).toHaveLength(0);
      if (!wish.ok) expect(wish.error.code).toBe('password-wrong');
    });
  });

  describe('that is proven', () => {
    it('counts from then on, keeps sessions and password, and gives the former mailbox an undo', async () => {
      await db.advance(1_000);
      await change();
      expect(await account()).toMatchObject({
        email: 'ada.new@example.org',
        email_deliverable: NEW,
        credentials_version: 1,
      });
      expect([await signsIn(NEW), await signsIn(ADA.email)]).toEqual([true, false]);
      expect((await notices()).sort()).toEqual([
        ['email-changed', ADA.email],
        ['email-changing', ADA.email],
      ]);
      expect(await events('user.email-changed.v1')).toEqual([{ userId, email: NEW }]);
    });

    it('keeps sign-in working, whose first one renews the salt', async () => {
      const hash = async () => (await db.sql`select password_hash from gatehouse.users where id = ${userId}`)[0];
      const before = await hash();
      await change();
      expect(await hash()).toEqual(before);
      expect(await signsIn(NEW)).toBe(true);
      expect(await hash()).not.toEqual(before);
      expect(await signsIn(NEW)).toBe(true);
    });

    it('sends an undo link that is in no row, event or job', async () => {
      const token = await change();
      const [notice] = await db.sql`select id from gatehouse.notices where kind = 'email-changed'`;
      const dispatched = await harness.execute(commandFrom(DispatchNotice, { noticeId: notice?.['id'] }));
      expect(dispatched).toEqual({
        ok: true,
        value: {
          kind: 'notice',
          notice: 'email-changed',
          recipient: { email: ADA.email, name: 'Adelaide' },
          locale: 'fr',
          undo: { token, lifeSeconds: 259_200 },
        },
      });
      const everything = await db.sql`
        select row_to_json(t)::text from gatehouse.email_changes t union all
        select row_to_json(t)::text from gatehouse.notices t union all
        select row_to_json(t)::text from gatehouse.event_log t`;
      expect(JSON.stringify(everything)).not.toContain(token.slice(22));
    });

    it('is taken a millisecond before its five minutes are over, and late after', async () => {
      const late = await asked();
      await db.advance(300_000);
      expect(await verify(late)).toMatchObject({ error: { code: 'code-expired' } });
      const early = await asked();
      await db.advance(299_999);
      expect(await verify(early)).toMatchObject({ ok: true });
    });

    it('counts once, of any number at once', async () => {
      const code = await asked();
      const answers = await Promise.all(Array.from({ length: 50 }, () => verify(code)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(50);
      expect(await events('user.email-changed.v1')).toHaveLength(1);
      expect(await db.sql`select 1 from gatehouse.email_changes`).toHaveLength(1);
    });

    it('is a wrong code where somebody else has the address by then, and costs a try', async () => {
      const code = await asked();
      await harness.activated({ email: NEW, password: NEXT });
      for (const refusal of ['code-invalid', 'code-invalid', 'code-invalid', 'tries-exhausted']) {
        expect(await verify(code)).toMatchObject({ error: { code: refusal } });
      }
      expect(await account()).toMatchObject({ email: 'ada@example.org' });
      expect(await db.sql`select 1 from gatehouse.email_changes`).toHaveLength(0);
    });

    it('gives an address to one of two accounts that want it at the same moment', async () => {
      const bobId = await harness.activated({ email: 'bob@example.org', password: ADA.password });
      const bob = { actor: { userId: bobId, roles: ['user'] } };
      await db.advance(60_000);
      const mine = await asked();
      await db.advance(30_000);
      const wish = { newEmail: NEW, currentPassword: ADA.password };
      await harness.execute(commandFrom(RequestEmailChange, wish), bob);
      const his = await harness.deliver(bobId);
      const answers = await Promise.all([
        verify(mine),
        harness.execute(commandFrom(VerifyNewEmail, { code: his }), bob),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'code-invalid' } });
    });
  });

  describe('that is undone', () => {
    it('gives the address back, ends sessions, password and codes, and leads to a reset', async () => {
      const token = await change(THIEF);
      await harness.askReset(THIEF);
      await db.advance(60_000);
      expect(await undo(token)).toEqual({ ok: true, value: null });
      expect(await account()).toEqual({
        email: 'ada@example.org',
        email_deliverable: ADA.email,
        credentials_version: 2,
        state: 'active',
      });
      expect([await signsIn(ADA.email), await signsIn(THIEF)]).toEqual([false, false]);
      expect(await events('user.email-change-undone.v1')).toEqual([
        { userId, email: ADA.email, credentialsVersion: 2, keptSession: null },
      ]);
      expect(await notices()).toContainEqual(['email-restored', ADA.email]);
      await harness.askReset(ADA.email);
      const code = (await harness.deliverReset('ada@example.org')) as string;
      expect(await harness.resetPassword(ADA.email, code, NEXT)).toMatchObject({ ok: true });
      expect(await signsIn(ADA.email, NEXT)).toBe(true);
    });

    it('works once, also for two at once', async () => {
      const token = await change();
      const answers = await Promise.all([undo(token), undo(token), undo(token)]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok)).toEqual(Array(2).fill({ ok: false, error: { code: 'undo-over' } }));
      expect(await account()).toMatchObject({ credentials_version: 2 });
      expect(await events('user.email-change-undone.v1')).toHaveLength(1);
    });

    it('works until 72 hours are over', async () => {
      const token = await change();
      await db.advance(72 * HOURS - 1);
      expect(await undo(token)).toMatchObject({ ok: true });
      const again = await (async () => {
        await harness.askReset(ADA.email);
        await harness.resetPassword(ADA.email, (await harness.deliverReset('ada@example.org')) ?? '', ADA.password);
        return change();
      })();
      await db.advance(72 * HOURS);
      expect(await undo(again)).toEqual({ ok: false, error: { code: 'undo-over' } });
      const [notice] = await db.sql`
        select id from gatehouse.notices where kind = 'email-changed' order by issued_at desc limit 1`;
      expect(await harness.execute(commandFrom(DispatchNotice, { noticeId: notice?.['id'] }))).toMatchObject({
        error: { code: 'notice-over' },
      });
    });

    it('wins over a thief who has changed password and address again, whose own links are worth nothing then', async () => {
      const victims = await change(THIEF);
      await harness.execute(
        commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: 'the thief’s lanterns' }),
        ada,
      );
      await db.advance(60_000);
      const thiefs = await change('second@example.net', 'the thief’s lanterns');
      expect(await undo(victims)).toMatchObject({ ok: true });
      expect(await account()).toMatchObject({ email: 'ada@example.org' });
      expect(await undo(thiefs)).toEqual({ ok: false, error: { code: 'undo-over' } });
      expect(await signsIn(ADA.email, 'the thief’s lanterns')).toBe(false);
    });

    it('leaves an earlier change to be undone as well', async () => {
      const first = await change();
      await db.advance(60_000);
      const second = await change(THIEF);
      expect(await undo(second)).toMatchObject({ ok: true });
      expect(await account()).toMatchObject({ email: 'ada.new@example.org' });
      expect(await undo(first)).toMatchObject({ ok: true });
      expect(await account()).toMatchObject({ email: 'ada@example.org', credentials_version: 3 });
    });

    it('wins against the next change that runs at the same moment, whichever comes first', async () => {
      for (let round = 0; round < 5; round += 1) {
        await beginAt(db, NOON);
        userId = await harness.activated(ADA);
        ada = { actor: { userId, roles: ['user'] } };
        await db.advance(60_000);
        const victims = await change(THIEF);
        await db.advance(60_000);
        const code = await asked('second@example.net');
        const [undone, next] = await Promise.all([undo(victims), verify(code)]);
        expect(undone).toMatchObject({ ok: true });
        if (!next.ok) expect(next.error.code).toBe('code-invalid');
        expect(await account()).toMatchObject({ email: 'ada@example.org', credentials_version: 2 });
        expect(await db.sql`select 1 from gatehouse.email_changes where undone_at is null`).toHaveLength(0);
      }
    });

    it('is refused where another account has the former address by now', async () => {
      const token = await change();
      await harness.activated({ email: ADA.email, password: NEXT });
      expect(await undo(token)).toEqual({ ok: false, error: { code: 'former-email-taken' } });
      expect(await account()).toMatchObject({ email: 'ada.new@example.org', credentials_version: 1 });
      expect(await signsIn(NEW)).toBe(true);
    });

    it('restores a suspended account’s address, and leaves it suspended', async () => {
      const token = await change();
      await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
      expect(await undo(token)).toMatchObject({ ok: true });
      expect(await account()).toMatchObject({ email: 'ada@example.org', state: 'suspended' });
    });

    it('is refused for an erased account, in another application, and with a forged token', async () => {
      const token = await change();
      const elsewhere = await harness.execute(commandFrom(UndoEmailChange, { token }), { application: 'other' });
      expect(elsewhere).toEqual({ ok: false, error: { code: 'undo-over' } });
      expect(await undo('A'.repeat(64))).toEqual({ ok: false, error: { code: 'undo-over' } });
      await harness.execute(commandFrom(EraseUser, { userId }));
      expect(await undo(token)).toEqual({ ok: false, error: { code: 'undo-over' } });
    });

    it('ends a change that was asked for meanwhile', async () => {
      const token = await change(THIEF);
      await db.advance(60_000);
      const code = await asked('second@example.net');
      await undo(token);
      expect(await verify(code)).toMatchObject({ error: { code: 'code-invalid' } });
      expect(await verify(otherThan(code))).toMatchObject({ error: { code: 'code-invalid' } });
    });
  });
});
