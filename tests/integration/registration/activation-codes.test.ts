import { randomUUID } from 'node:crypto';
import { REGISTRATION } from '@gatehouse/registration';
import type { TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  otherThan,
  RegistrationHarness,
  SEND_TIMEOUT_SECONDS,
} from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'Ada@example.org', password: 'correct horse battery' };

describe('a code on its way to the mailbox', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let codeId: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, START);
    userId = await harness.register({ ...ADA, name: 'Ada', locale: 'fr' });
    codeId = await harness.latestCode(userId);
  });

  const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
  const status = () => harness.container.get(REGISTRATION.activationStatuses).of({ application: 'default', userId });
  const life = async (id = codeId) => {
    const [row] = await db.sql`select dispatched_at, accepted_at, expires_at, failed_at, failure
      from gatehouse.activation_codes where id = ${id}`;
    return row;
  };
  const spendTheTries = async () => {
    const digits = await harness.deliver(userId);
    for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(digits, steps));
  };

  it('has no life while it waits', async () => {
    expect(await life()).toMatchObject({ dispatched_at: null, accepted_at: null, expires_at: null });
    expect(await status()).toEqual({
      delivery: 'queued',
      sentAt: null,
      expiresAt: null,
      message: null,
      phone: null,
      serverTime: START.toISOString(),
    });
  });

  it('is valid from its dispatch, for the send timeout and its life', async () => {
    await db.advance(5_000);
    expect(await harness.dispatch(codeId)).toEqual({
      ok: true,
      value: {
        kind: 'code',
        purpose: 'activation',
        // What a stranger typed as a name never reaches the mailbox.
        recipient: { email: 'Ada@example.org', name: null },
        userId: expect.any(String),
        locale: 'fr',
        digits: expect.stringMatching(/^[0-9]{4}$/),
        number: 1,
        lifeSeconds: 60,
        redirect: null,
      },
    });
    expect(await life()).toMatchObject({
      dispatched_at: after(5),
      accepted_at: null,
      expires_at: after(5 + SEND_TIMEOUT_SECONDS + 60),
    });
    expect(await status()).toMatchObject({ delivery: 'sending', sentAt: null, expiresAt: null });
  });

  it('ends a minute after the provider has accepted the mail', async () => {
    await harness.dispatch(codeId);
    await db.advance(2_500);
    expect(await harness.start(codeId)).toEqual({ ok: true, value: null });
    expect(await life()).toMatchObject({ dispatched_at: START, accepted_at: after(2.5), expires_at: after(62.5) });
    expect(await status()).toMatchObject({
      delivery: 'sent',
      sentAt: after(2.5).toISOString(),
      expiresAt: after(62.5).toISOString(),
    });
  });

  it.each(['dispatch', 'start'] as const)(
    'waits with a crowd of others in the order of ids, in a %s too',
    async (step) => {
      const others = await Promise.all(
        ['bob', 'cleo'].map((name) => harness.register({ ...ADA, email: `${name}@example.org` })),
      );
      const ids = (await Promise.all(others.map((id) => harness.latestCode(id)))).sort();
      const [first, second] = ids as [string, string];
      const holder = await holdLocks(
        db,
        (sql) => sql`select from gatehouse.activation_codes where id = ${first} for update`,
      );
      const crowd = Promise.all([harness[step](second), harness[step](first)]);
      await untilBlocked(db, 1);
      const free = await db.sql`select from gatehouse.activation_codes where id = ${second} for update skip locked`;
      await holder.release();
      expect((await crowd).map(({ ok }) => ok)).toEqual([true, true]);
      expect(free).toHaveLength(1);
    },
  );

  it('is started once: a repeated acceptance gives it no more time', async () => {
    await harness.deliver(userId);
    await db.advance(30_000);
    expect(await harness.start(codeId)).toEqual({ ok: true, value: null });
    expect(await life()).toMatchObject({ accepted_at: START, expires_at: after(60) });
  });

  it('has the same digits however often its mail is tried, and its life starts again each time', async () => {
    const first = await harness.send(userId);
    await db.advance(300_000);
    expect(await harness.send(userId)).toBe(first);
    expect(await life()).toMatchObject({ expires_at: after(300 + SEND_TIMEOUT_SECONDS + 60) });
    expect(await harness.activate(ADA, first)).toMatchObject({ ok: true });
  });

  it('is not sent again once the provider has accepted it', async () => {
    await harness.deliver(userId);
    expect(await harness.dispatch(codeId)).toEqual({ ok: true, value: { kind: 'already-accepted' } });
    expect(await life()).toMatchObject({ accepted_at: START, expires_at: after(60) });
  });

  it('is numbered after the registration’s earlier ones', async () => {
    await db.advance(30_000);
    await harness.askAgain(ADA.email);
    expect(await harness.dispatch(await harness.latestCode(userId))).toMatchObject({ value: { number: 2 } });
    expect(await harness.dispatch(codeId)).toMatchObject({ value: { number: 1 } });
  });

  it('gets eight digits when the tries of short codes are spent before it is sent', async () => {
    await db.advance(30_000);
    await harness.askAgain(ADA.email);
    const [, waiting = ''] = await harness.codeIds(userId);
    const digits = await harness.dispatch(codeId);
    await harness.start(codeId);
    if (!digits.ok || digits.value.kind !== 'code') throw new Error('No code');
    for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(digits.value.digits, steps));

    const dispatched = await harness.dispatch(waiting);
    expect(dispatched).toMatchObject({ ok: true, value: { digits: expect.stringMatching(/^[0-9]{8}$/) } });
    expect(await harness.dispatch(waiting)).toEqual(dispatched);
  });

  it('is over when its own tries are spent before the mail went through', async () => {
    const digits = await harness.send(userId);
    for (const steps of [1, 2, 3]) await harness.activate(ADA, otherThan(digits, steps));
    expect(await harness.dispatch(codeId)).toEqual({ ok: false, error: { code: 'code-over' } });
  });

  it('is over when it has been used, and a late acceptance does not bring it back', async () => {
    const digits = await harness.send(userId);
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: true });
    expect(await harness.dispatch(codeId)).toEqual({ ok: false, error: { code: 'code-over' } });
    expect(await harness.start(codeId)).toEqual({ ok: true, value: null });
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: false, error: { code: 'already-active' } });
    expect(await status()).toMatchObject({ delivery: 'sent' });
  });

  it('is over when another registration of the address was activated', async () => {
    const other = await harness.register({ ...ADA, password: 'quite another password' });
    const otherCode = await harness.latestCode(other);
    await harness.activate(ADA, await harness.deliver(userId));
    expect(await harness.dispatch(otherCode)).toEqual({ ok: false, error: { code: 'code-over' } });
  });

  it('gives way to “you already have an account” where somebody owns the address, in the owner’s language', async () => {
    await harness.activate(ADA, await harness.deliver(userId));
    const stranger = await harness.register({ ...ADA, password: 'quite another password', name: 'Eve', locale: 'en' });
    expect(await harness.dispatch(await harness.latestCode(stranger))).toEqual({
      ok: true,
      value: {
        kind: 'account-exists',
        purpose: 'activation',
        recipient: { email: 'Ada@example.org', name: 'Ada' },
        locale: 'fr',
      },
    });
    // No one ever sees its digits, so it must have no effect.
    expect(await harness.activate({ ...ADA, password: 'quite another password' }, '0000')).toEqual({
      ok: false,
      error: { code: 'code-invalid' },
    });
  });

  it('fails for good when its mail could not be handed over in time', async () => {
    await harness.dispatch(codeId);
    expect(await harness.abandon(codeId, 'deadline')).toEqual({ ok: true, value: null });
    expect(await life()).toMatchObject({ failed_at: START, failure: 'deadline', expires_at: null });
    expect(await status()).toMatchObject({ delivery: 'failed', sentAt: null, expiresAt: null });
    expect(await harness.dispatch(codeId)).toEqual({ ok: false, error: { code: 'code-over' } });
  });

  it('cannot be used once its mail was given up', async () => {
    const digits = await harness.send(userId);
    await harness.abandon(codeId, 'deadline');
    expect(await harness.activate(ADA, digits)).toMatchObject({ ok: false, error: { code: 'code-expired' } });
  });

  it('cannot fail after the provider has accepted it', async () => {
    await harness.deliver(userId);
    expect(await harness.abandon(codeId, 'deadline')).toEqual({ ok: true, value: null });
    expect(await status()).toMatchObject({ delivery: 'sent' });
    expect(await life()).toMatchObject({ failed_at: null, expires_at: after(60) });
  });

  it('is unknown under any other id or application', async () => {
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop') on conflict do nothing`;
    const unknown = { ok: false, error: { code: 'code-unknown' } };
    const fresh = new RegistrationHarness(db);
    try {
      for (const [id, context] of [
        [randomUUID(), {}],
        [codeId, { application: 'shop' }],
      ] as const) {
        expect(await fresh.dispatch(id, context)).toEqual(unknown);
        expect(await fresh.start(id, context)).toEqual(unknown);
        expect(await fresh.abandon(id, 'deadline', context)).toEqual(unknown);
      }
    } finally {
      await fresh.close();
    }
    expect(await life()).toMatchObject({ dispatched_at: null, accepted_at: null, failed_at: null });
  });

  it('notifies watchers of the registration at every step', async () => {
    const heard: string[] = [];
    const listening = await db.sql.listen('gatehouse_activation_status', (id) => heard.push(id));
    try {
      await harness.deliver(userId);
      await db.advance(30_000);
      await harness.askAgain(ADA.email);
      await harness.abandon(await harness.latestCode(userId), 'deadline');
      // Notifications of one connection come in order: this one is behind all others.
      await new Promise<void>((resolve) => {
        void db.sql.listen(
          'end_of_test',
          () => resolve(),
          () => void db.sql.notify('end_of_test', ''),
        );
      });
    } finally {
      await listening.unlisten();
    }
    expect(heard).toEqual([userId, userId, userId]);
  });

  it('is remembered by its status while it is the registration’s latest', async () => {
    await spendTheTries();
    await db.advance(30_000);
    await harness.askAgain(ADA.email);
    expect(await status()).toMatchObject({ delivery: 'queued', sentAt: null });
    await harness.deliver(userId);
    expect(await status()).toMatchObject({ delivery: 'sent', sentAt: after(30).toISOString() });
  });
});
