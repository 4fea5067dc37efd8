import { randomUUID } from 'node:crypto';
import { REGISTRATION } from '@gatehouse/registration';
import { RegistrationHarness, setPolicy } from '../../../support/registration/registration-harness.js';
import { ADA, type BothProofsStage, NOON, OTHER_PHONE, refused } from './stage.js';

/** The way to an account, in any order. */
export const proofs = (stage: BothProofsStage): void => {
  const { harness, mail, text, states, eventsOf, counts } = stage;

  describe('takes both proofs', () => {
    it('the mailbox first', async () => {
      const userId = await harness().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await harness().activate(ADA, mailed)).toMatchObject({
        ok: true,
        value: { id: userId, state: 'pending', emailVerified: true, phoneVerified: false, missing: ['phone'] },
      });
      expect(await harness().authenticate(ADA)).toEqual(refused('activation-required'));
      expect(await harness().provePhone(ADA, texted)).toMatchObject({
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
        'authentication.failed.v1',
        'user.phone-verified.v1',
        'user.activated.v1',
      ]);
      expect(await harness().authenticate(ADA)).toMatchObject({ ok: true });
    });

    it('the phone first', async () => {
      const userId = await harness().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await harness().provePhone(ADA, texted)).toMatchObject({
        ok: true,
        value: { id: userId, state: 'pending', emailVerified: false, phoneVerified: true, missing: ['email'] },
      });
      expect(await harness().activate(ADA, mailed)).toMatchObject({
        ok: true,
        value: { state: 'active', missing: [] },
      });
      expect((await eventsOf(userId)).slice(3)).toEqual(['user.phone-verified.v1', 'user.activated.v1']);
    });

    it('each once: what is proven already needs no code', async () => {
      const userId = await harness().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      await harness().activate(ADA, mailed);
      expect(await harness().activate(ADA, mailed)).toEqual(refused('email-already-verified'));
      await harness().provePhone(ADA, texted);
      expect(await harness().provePhone(ADA, texted)).toEqual(refused('already-active'));
      const BOB = { email: 'bob@example.org', password: 'eleven quiet harbours', phone: OTHER_PHONE };
      const bob = await harness().register(BOB);
      await harness().provePhone(BOB, await text(bob));
      expect(await harness().provePhone(BOB, texted)).toEqual(refused('phone-already-verified'));
      expect(await harness().resendSms(BOB)).toEqual(refused('phone-already-verified'));
    });

    it('and sends no more mails for a mailbox that is proven', async () => {
      const userId = await harness().register(ADA);
      await harness().activate(ADA, await mail(userId));
      await stage.db.advance(60_000);
      expect(await harness().askAgain(ADA.email)).toEqual({ ok: true, value: null });
      expect(await counts()).toMatchObject({ mails: 1 });
    });

    it('never the code of one in place of the other', async () => {
      const userId = await harness().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      expect(await harness().activate(ADA, texted)).toEqual(refused('code-invalid'));
      expect(await harness().provePhone(ADA, mailed)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual({ [userId]: 'pending' });
    });

    it('until the end of each code’s own life', async () => {
      const userId = await harness().register(ADA);
      const [mailed, texted] = [await mail(userId), await text(userId)];
      await stage.db.advance(60_000);
      expect(await harness().activate(ADA, mailed)).toEqual(refused('code-expired'));
      await stage.db.advance(239_900);
      expect(await harness().provePhone(ADA, texted)).toMatchObject({ ok: true });
      const late = await harness().register({ ...ADA, email: 'late@example.org', phone: OTHER_PHONE });
      const over = await text(late);
      await stage.db.advance(300_000);
      expect(await harness().provePhone({ ...ADA, email: 'late@example.org' }, over)).toEqual(refused('code-expired'));
    });

    it('of somebody who signed up twice, from the mail of one and the SMS of the other', async () => {
      const first = await harness().register(ADA);
      await stage.db.advance(40_000);
      const second = await harness().register({ ...ADA, phone: OTHER_PHONE });
      expect(await harness().activate(ADA, await mail(first))).toMatchObject({
        value: { id: first, missing: ['phone'] },
      });
      expect(await harness().provePhone(ADA, await text(second))).toMatchObject({
        value: { id: second, state: 'active', phone: OTHER_PHONE },
      });
      expect(await states()).toEqual({ [first]: 'superseded', [second]: 'active' });
    });

    it('as it was asked at sign-up, whatever the application asks now', async () => {
      // An application of its own: what a process has read of one goes on for two seconds, into the next test.
      const changing = { application: `changing-${randomUUID().slice(0, 8)}` };
      const [asked, spared] = [ADA, { ...ADA, email: 'bob@example.org' }];
      await setPolicy(stage.db, { requirePhone: true }, changing.application);
      const userId = await harness().register(asked, changing);
      await setPolicy(stage.db, { requirePhone: false }, changing.application);
      const lenient = new RegistrationHarness(stage.db);
      try {
        const mailed = await lenient.deliverBy('mail', userId, changing);
        expect(await lenient.activate(asked, mailed, changing)).toMatchObject({ value: { missing: ['phone'] } });
        const free = await lenient.register(spared, changing);
        const code = await lenient.deliverBy('mail', free, changing);
        expect(await harness().activate(spared, code, changing)).toMatchObject({
          value: { state: 'active', phoneVerified: false },
        });
      } finally {
        await lenient.close();
      }
    });
  });

  it('takes the codes of all its SMS until their own ends', async () => {
    const userId = await harness().register(ADA);
    const first = await text(userId);
    await stage.db.advance(30_000);
    await harness().resendSms(ADA);
    await text(userId);
    expect(await harness().provePhone(ADA, first)).toMatchObject({ ok: true });
    const [open] = await stage.db.sql`select count(*)::int from gatehouse.activation_codes
      where channel = 'sms' and consumed_at is null and voided_at is null`;
    expect(open).toEqual({ count: 0 });
  });

  it('shows where both messages are until the account is active, and nothing of its later ones', async () => {
    const userId = await harness().register(ADA);
    const statuses = harness().container.get(REGISTRATION.activationStatuses);
    const status = () => statuses.of({ application: 'default', userId });
    const queued = { delivery: 'queued', sentAt: null, expiresAt: null, message: null };
    expect(await status()).toEqual({ ...queued, phone: queued, serverTime: NOON.toISOString() });
    const texted = await text(userId);
    const sent = {
      delivery: 'sent',
      sentAt: NOON.toISOString(),
      expiresAt: new Date(NOON.getTime() + 300_000).toISOString(),
    };
    expect(await status()).toMatchObject({ ...queued, phone: sent });
    await harness().provePhone(ADA, texted);
    await harness().activate(ADA, await mail(userId));
    await stage.db
      .sql`insert into gatehouse.activation_codes (application, id, user_id, purpose, channel, target, key_id,
      number, digits, life_seconds, max_attempts, issued_at, send_after)
      select application, gen_random_uuid(), user_id, purpose, channel, target, key_id, 2, digits, life_seconds,
        max_attempts, ${NOON}::timestamptz + interval '1 minute', send_after
      from gatehouse.activation_codes where channel = 'sms'`;
    expect(await status()).toMatchObject({ delivery: 'sent', phone: { delivery: 'sent' } });
  });

  it('shows of an SMS that was voided before it went out the one that did', async () => {
    const userId = await harness().register(ADA);
    const statuses = harness().container.get(REGISTRATION.activationStatuses);
    const phone = async () => (await statuses.of({ application: 'default', userId }))?.phone;
    const [mailed, texted] = [await mail(userId), await text(userId)];
    const sent = await phone();
    await stage.db.advance(30_000);
    expect(await harness().resendSms(ADA)).toMatchObject({ ok: true });
    expect(await phone()).toMatchObject({ delivery: 'queued' });

    await harness().activate(ADA, mailed);
    expect(await harness().provePhone(ADA, texted)).toMatchObject({ ok: true, value: { state: 'active' } });
    const [later] = await stage.db.sql`select voided_at, dispatched_at from gatehouse.activation_codes
      where user_id = ${userId} and channel = 'sms' order by number desc limit 1`;
    expect(later).toEqual({ voided_at: expect.any(Date), dispatched_at: null });
    expect(await phone()).toEqual(sent);
    expect(sent).toMatchObject({ delivery: 'sent', sentAt: NOON.toISOString() });
  });
};
