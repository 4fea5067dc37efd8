import { commandFrom } from '@gatehouse/platform/edge';
import {
  DispatchNotice,
  RequestEmailChange,
  RequestPasswordReset,
  VerifyNewEmail,
} from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type Context, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const PASSWORD = 'nine seven lanterns';

describe('an address as it is shown', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(() => beginAt(db, NOON));

  const asks = (userId: string, newEmail: string, currentPassword = PASSWORD) => {
    const ada: Context = { actor: { userId, roles: ['user'] } };
    return harness.execute(commandFrom(RequestEmailChange, { newEmail, currentPassword }), ada);
  };
  const account = async (userId: string) => {
    const [row] = await db.sql`
      select email, email_deliverable as shown, version, credentials_version from gatehouse.users where id = ${userId}`;
    return row;
  };
  const told = async (userId: string) => {
    const rows = await db.sql`
      select data from gatehouse.event_log where subject = ${userId} and type = 'user.email-changed.v1' order by position`;
    return rows.map(({ data }) => data);
  };

  /** Hands the latest code over to the provider, and says where to. */
  const recipient = async (purpose: string) => {
    const [code] = await db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where purpose = ${purpose} order by issued_at desc limit 1`;
    const dispatched = await harness.dispatch(code?.id ?? '');
    return dispatched.ok && 'recipient' in dispatched.value ? dispatched.value.recipient : dispatched;
  };

  describe('in letters beyond ASCII', () => {
    const EMAIL = 'Ada@bücher.example';
    const ASCII = 'Ada@xn--bcher-kva.example';

    it('is in the profile as typed, and in ASCII on every mail', async () => {
      await harness.register({ email: EMAIL, password: PASSWORD });
      expect(await recipient('activation')).toMatchObject({ email: ASCII });
      await beginAt(db, NOON);
      const userId = await harness.activated({ email: EMAIL, password: PASSWORD });
      expect(await account(userId)).toMatchObject({ email: ASCII.toLowerCase(), shown: EMAIL });
      await db.advance(60_000);

      await harness.execute(commandFrom(RequestPasswordReset, { email: EMAIL }));
      expect(await recipient('password-reset')).toMatchObject({ email: ASCII });
      await db.advance(60_000);

      expect(await asks(userId, 'ada@レ・ミ.jp')).toMatchObject({ ok: true, value: null });
      expect(await recipient('email-change')).toMatchObject({ email: 'ada@xn--2dkza8b.jp' });
      const [{ id: noticeId } = { id: '' }] = await db.sql<{ id: string }[]>`
        select id from gatehouse.notices where user_id = ${userId} and kind = 'email-changing'`;
      const notice = await harness.execute(commandFrom(DispatchNotice, { noticeId }));
      expect(notice).toMatchObject({ ok: true, value: { recipient: { email: ASCII } } });

      const code = await harness.deliver(userId);
      const ada = { actor: { userId, roles: ['user'] } };
      expect(await harness.execute(commandFrom(VerifyNewEmail, { code }), ada)).toMatchObject({
        ok: true,
        value: { email: 'ada@レ・ミ.jp' },
      });
      expect(await told(userId)).toEqual([{ userId, email: 'ada@レ・ミ.jp' }]);
    });

    it('is the same account’s as in ASCII', async () => {
      const userId = await harness.activated({ email: ASCII, password: PASSWORD });
      expect(await account(userId)).toMatchObject({ shown: ASCII });
      expect(await harness.authenticate({ email: 'ada@BÜCHER.example', password: PASSWORD })).toMatchObject({
        ok: true,
      });
      expect(await asks(userId, EMAIL)).toMatchObject({ ok: true, value: { email: EMAIL } });
    });
  });

  describe('the own one in other letters', () => {
    const EMAIL = 'ada@example.org';
    let userId: string;

    beforeEach(async () => {
      userId = await harness.activated({ email: EMAIL, password: PASSWORD });
      await db.advance(60_000);
    });

    it('is shown at once, with a fact and without a code, a notice or an end of sessions', async () => {
      const before = await account(userId);
      expect(await asks(userId, 'Ada@Example.org')).toMatchObject({ ok: true, value: { email: 'Ada@example.org' } });
      expect(await account(userId)).toEqual({ ...before, shown: 'Ada@example.org', version: before?.['version'] + 1 });
      expect(await told(userId)).toEqual([{ userId, email: 'Ada@example.org' }]);
      expect(await db.sql`select 1 from gatehouse.activation_codes where purpose = 'email-change'`).toHaveLength(0);
      expect(await db.sql`select 1 from gatehouse.notices`).toHaveLength(0);
    });

    it('wants the password like any other', async () => {
      expect(await asks(userId, 'Ada@example.org', 'not my password')).toMatchObject({
        error: { code: 'password-wrong' },
      });
      expect(await account(userId)).toMatchObject({ shown: EMAIL });
    });

    it('is unchanged in the same letters', async () => {
      expect(await asks(userId, '\u200eada@EXAMPLE.org')).toMatchObject({ error: { code: 'email-unchanged' } });
      expect(await told(userId)).toEqual([]);
    });

    it('is changed once by several at once', async () => {
      const answers = await Promise.all(['ADA@example.org', 'Ada@example.org'].map((email) => asks(userId, email)));
      const changed = answers.filter(({ ok }) => ok).length;
      expect(await told(userId)).toHaveLength(changed);
      expect(changed).toBeGreaterThan(0);
    });
  });
});
