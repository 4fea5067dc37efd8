import { commandFrom } from '@gatehouse/platform/edge';
import { ChangePassword, ChangeProfile, ResumeUser, SuspendUser } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const NEXT = 'eleven quiet harbours';
const STRANGER_ID = '0197a000-0000-7000-8000-00000000000b';

describe('suspending an account', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated(ADA);
  });

  const suspend = (id = userId, reason = 'Sells what is not hers', application = 'default') =>
    harness.execute(commandFrom(SuspendUser, { userId: id, reason }), { application });
  const resume = (id = userId, application = 'default') =>
    harness.execute(commandFrom(ResumeUser, { userId: id }), { application });
  const account = async (id = userId) => {
    const [row] = await db.sql`
      select state, suspended_at, suspension_reason, credentials_version, kept_session from gatehouse.users
      where id = ${id}`;
    return row;
  };
  const events = async () =>
    (
      await db.sql<{ type: string; data: object }[]>`
        select type, data from gatehouse.event_log where type in ('user.suspended.v1', 'user.resumed.v1')
        order by position`
    ).map(({ type, data }) => [type, data]);

  it('is written with its reason and its event, and overtakes every session', async () => {
    expect(await suspend(userId, '  Sells what is not hers ')).toEqual({ ok: true, value: null });
    expect(await account()).toEqual({
      state: 'suspended',
      suspended_at: NOON,
      suspension_reason: 'Sells what is not hers',
      credentials_version: 2,
      kept_session: null,
    });
    expect(await events()).toEqual([
      ['user.suspended.v1', { userId, reason: 'Sells what is not hers', credentialsVersion: 2, keptSession: null }],
    ]);
  });

  it('is disclosed only to someone who knows the password', async () => {
    await suspend();
    expect(await harness.authenticate(ADA)).toMatchObject({ error: { code: 'account-suspended' } });
    expect(await harness.authenticate({ ...ADA, password: 'not hers' })).toMatchObject({
      error: { code: 'credentials-invalid' },
    });
    expect(await harness.activate(ADA, '1234')).toMatchObject({ error: { code: 'account-suspended' } });
  });

  it('keeps the address: no one else gets it meanwhile', async () => {
    await suspend();
    const rival = await harness.register({ ...ADA, password: NEXT });
    await expect(harness.deliver(rival)).rejects.toThrow('account-exists');
  });

  it('ends when it is resumed: the password opens the account again', async () => {
    await suspend();
    expect(await resume()).toEqual({ ok: true, value: null });
    expect(await account()).toMatchObject({ state: 'active', suspended_at: null, suspension_reason: null });
    expect(await harness.authenticate(ADA)).toMatchObject({ ok: true, value: { credentialsVersion: 2 } });
    expect((await events()).at(-1)).toEqual(['user.resumed.v1', { userId }]);
  });

  it('twice is once, and so is resuming; the first reason stands', async () => {
    await suspend();
    expect(await suspend(userId, 'Another')).toEqual({ ok: true, value: null });
    expect(await account()).toMatchObject({ suspension_reason: 'Sells what is not hers', credentials_version: 2 });
    await resume();
    expect(await resume()).toEqual({ ok: true, value: null });
    expect((await events()).map(([type]) => type)).toEqual(['user.suspended.v1', 'user.resumed.v1']);
  });

  it('of many at once is done by one', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => suspend()));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await events()).toHaveLength(1);
    expect(await account()).toMatchObject({ credentials_version: 2 });
  });

  it('is refused for what is no account, or no account of the application', async () => {
    const pending = await harness.register({ ...ADA, email: 'grace@example.org' });
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop') on conflict do nothing`;
    for (const change of [suspend, (id: string, application?: string) => resume(id, application)]) {
      expect(await change(pending)).toMatchObject({ error: { code: 'activation-required' } });
      expect(await change(STRANGER_ID)).toMatchObject({ error: { code: 'account-unknown' } });
    }
    expect(await suspend(userId, 'Why not', 'shop')).toMatchObject({ error: { code: 'account-unknown' } });
    expect(await account()).toMatchObject({ state: 'active' });
    expect(await suspend(userId, ' ')).toMatchObject({
      error: { code: 'validation-failed', errors: [{ pointer: '/reason', code: 'format-invalid' }] },
    });
  });

  it('stops every change that its owner still has under way', async () => {
    const context = { actor: { userId, roles: ['user'] } };
    const change = { currentPassword: ADA.password, newPassword: NEXT };
    const racing = [
      suspend(),
      ...Array.from({ length: 4 }, (_, at) =>
        harness.execute(commandFrom(ChangeProfile, { name: `Ada ${at}` }), context),
      ),
      harness.execute(commandFrom(ChangePassword, change), context),
    ];
    for (const { ok, ...answer } of await Promise.all(racing)) {
      if (!ok) expect(answer).toMatchObject({ error: { code: 'account-suspended' } });
    }
    expect(await account()).toMatchObject({ state: 'suspended' });
    expect(await harness.execute(commandFrom(ChangePassword, change), context)).toMatchObject({
      error: { code: 'account-suspended' },
    });
  });

  it('refuses a new password whose hash was ready when it came', async () => {
    // The suspension falls between the proof of the old password and the statement that writes the new hash.
    await db.sql`
      create function gatehouse.suspend_meanwhile() returns trigger language plpgsql as $$ begin
        update gatehouse.users set state = 'suspended' where email = old.email;
        return old; end $$`;
    await db.sql`
      create trigger meanwhile after delete on gatehouse.password_tries
        for each row execute function gatehouse.suspend_meanwhile()`;
    try {
      const answer = await harness.execute(
        commandFrom(ChangePassword, { currentPassword: ADA.password, newPassword: NEXT }),
        { actor: { userId, roles: ['user'] } },
      );
      expect(answer).toMatchObject({ error: { code: 'account-suspended' } });
    } finally {
      await db.sql`drop function gatehouse.suspend_meanwhile() cascade`;
    }
  });
});
