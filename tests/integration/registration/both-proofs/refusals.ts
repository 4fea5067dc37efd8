import { otherThan } from '../../../support/registration/registration-harness.js';
import { ADA, type BothProofsStage, NOON, refused } from './stage.js';

/** What proves nothing. */
export const refusals = (stage: BothProofsStage): void => {
  const { harness, text, activate, counts } = stage;

  describe('refuses', () => {
    it('anyone who does not know the password, and counts nothing against the code', async () => {
      const userId = await harness().register(ADA);
      const texted = await text(userId);
      for (const person of [
        { ...ADA, password: 'not the password' },
        { ...ADA, email: 'eve@example.org' },
        { ...ADA, email: 'ada' },
      ]) {
        expect(await harness().provePhone(person, texted)).toEqual({
          ok: false,
          error: { code: 'credentials-invalid' },
        });
        expect(await harness().resendSms(person)).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
      }
      const [code] = await stage.db.sql`select attempts from gatehouse.activation_codes where channel = 'sms'`;
      expect(code).toEqual({ attempts: 0 });
      expect(await counts()).toMatchObject({ texts: 1 });
    });

    it('the owner of an account, in its own words', async () => {
      const userId = await harness().register(ADA);
      await activate(ADA, userId);
      expect(await harness().provePhone(ADA, '123456')).toEqual(refused('already-active'));
      expect(await harness().resendSms(ADA)).toEqual(refused('already-active'));
      await stage.db.sql`update gatehouse.users set state = 'suspended'`;
      expect(await harness().provePhone(ADA, '123456')).toEqual(refused('account-suspended'));
      expect(await harness().resendSms(ADA)).toEqual(refused('account-suspended'));
    });

    it('a phone where none is asked for', async () => {
      const easy = { application: 'easy' };
      await harness().register(ADA, easy);
      expect(await harness().provePhone(ADA, '123456', easy)).toEqual(refused('phone-not-required'));
      expect(await harness().resendSms(ADA, easy)).toEqual(refused('phone-not-required'));
    });

    it('the fourth try at a code, and all tries of a network that failed thirty times', async () => {
      const userId = await harness().register(ADA);
      const texted = await text(userId);
      for (const steps of [1, 2, 3]) {
        expect(await harness().provePhone(ADA, otherThan(texted, steps))).toEqual(refused('code-invalid'));
      }
      expect(await harness().provePhone(ADA, texted)).toEqual(refused('tries-exhausted'));
      await stage.db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
        values ('default', 'failures-by-network', '192.0.2.1', array_fill(${NOON}::timestamptz, array[30]))`;
      expect(await harness().provePhone(ADA, texted, { network: '192.0.2.1' })).toEqual(refused('throttled'));
      expect(await harness().resendSms(ADA, { network: '192.0.2.1' })).toEqual(refused('throttled'));
    });

    it('short codes of a phone whose tries are spent, whatever the address, and lengthens the next', async () => {
      const short = { application: 'short' };
      const bob = { ...ADA, email: 'bob@example.org' };
      const texted = await text(await harness().register(ADA, short), short);
      const other = await harness().register(bob, short);
      expect(texted).toHaveLength(4);
      for (const steps of [1, 2, 3]) await harness().provePhone(ADA, otherThan(texted, steps), short);
      await stage.db.advance(30_000);
      const long = await text(other, short);
      expect(long).toHaveLength(8);
      expect(await harness().provePhone(bob, long, short)).toMatchObject({ ok: true });
    });

    it('another SMS within the gap, and above five in an hour', async () => {
      await harness().register(ADA);
      expect(await harness().resendSms(ADA)).toEqual({
        ok: false,
        error: { code: 'throttled', retryAfterSeconds: 30 },
      });
      for (let message = 2; message <= 5; message += 1) {
        await stage.db.advance(30_000);
        expect(await harness().resendSms(ADA)).toEqual({ ok: true, value: null });
      }
      await stage.db.advance(30_000);
      expect(await harness().resendSms(ADA)).toEqual(refused('throttled'));
      expect(await counts()).toMatchObject({ texts: 5 });
    });

    it('another SMS above the application’s day', async () => {
      const context = { application: 'thrifty' };
      await harness().register(ADA, context);
      await stage.db.advance(30_000);
      expect(await harness().resendSms(ADA, context)).toMatchObject({ ok: true });
      await stage.db.advance(30_000);
      expect(await harness().resendSms(ADA, context)).toEqual(refused('throttled'));
    });
  });
};
