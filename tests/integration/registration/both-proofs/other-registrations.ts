import { otherThan } from '../../../support/registration/registration-harness.js';
import { ADA, type BothProofsStage, EVE, refused } from './stage.js';

/** Who else signed up with the address. */
export const otherRegistrations = (stage: BothProofsStage): void => {
  const { harness, mail, text, activate, states, eventsOf } = stage;

  describe('with other registrations of the address', () => {
    it('voids them when the account becomes active, and not before', async () => {
      const ada = await harness().register(ADA);
      const [mailed, texted] = [await mail(ada), await text(ada)];
      const eve = await harness().register(EVE);
      await harness().activate(ADA, mailed);
      expect(await states()).toEqual({ [ada]: 'pending', [eve]: 'pending' });
      await harness().provePhone(ADA, texted);
      expect(await states()).toEqual({ [ada]: 'active', [eve]: 'superseded' });
      expect(await eventsOf(eve)).toContain('registration.superseded.v1');
    });

    it('never activates a stranger’s by what its person does, nor by the stranger’s phone', async () => {
      const ada = await harness().register(ADA);
      const eve = await harness().register(EVE);
      expect(await harness().provePhone(EVE, await text(eve))).toMatchObject({ value: { missing: ['email'] } });
      expect(await harness().activate(ADA, await mail(ada))).toMatchObject({ value: { id: ada, missing: ['phone'] } });
      expect(await states()).toEqual({ [ada]: 'pending', [eve]: 'pending' });
      const texted = await text(ada);
      expect(await harness().provePhone(EVE, texted)).toEqual(refused('phone-already-verified'));
      expect(await harness().provePhone(ADA, texted)).toMatchObject({ value: { id: ada, state: 'active' } });
    });

    it.each<[string, (ada: string) => Promise<unknown>]>([
      ['no account owns', () => Promise.resolve()],
      ['somebody activates meanwhile', async (ada) => activate(ADA, ada)],
      [
        'somebody suspended owns',
        async (ada) => {
          await activate(ADA, ada);
          await stage.db.sql`update gatehouse.users set state = 'suspended' where id = ${ada}`;
        },
      ],
    ])('answers a stranger with a phone alike: an address that %s', async (_, happens) => {
      const ada = await harness().register(ADA);
      const eve = await harness().register(EVE);
      const first = await text(eve);
      await happens(ada);
      await stage.db.advance(40_000);
      // Another SMS goes out, and a wrong code counts; the right one proves the stranger's phone, and nothing else.
      expect(await harness().resendSms(EVE)).toEqual({ ok: true, value: null });
      const second = await text(eve);
      expect(await harness().provePhone(EVE, otherThan(second))).toEqual(refused('code-invalid'));
      expect(await harness().provePhone(EVE, first)).toMatchObject({
        ok: true,
        value: { id: eve, state: 'pending', emailVerified: false, phoneVerified: true, missing: ['email'] },
      });
      expect(await harness().provePhone(EVE, second)).toEqual(refused('phone-already-verified'));
      expect(await harness().authenticate(EVE)).toEqual(refused('activation-required'));
      expect((await states())[eve]).not.toBe('active');
      const late = await harness().register({ ...EVE, password: 'another stranger’s lanterns' });
      expect(
        await harness().provePhone({ ...EVE, password: 'another stranger’s lanterns' }, await text(late)),
      ).toMatchObject({ ok: true, value: { state: 'pending', missing: ['email'] } });
    });

    it('never gives the address to a second one that is complete', async () => {
      const [ada, eve] = [await harness().register(ADA), await harness().register(EVE)];
      const [adas, eves] = [await text(ada), await text(eve)];
      await harness().activate(ADA, await mail(ada));
      await harness().activate(EVE, await mail(eve));
      expect(await harness().provePhone(ADA, adas)).toMatchObject({ value: { state: 'active' } });
      expect(await harness().provePhone(EVE, eves)).toEqual(refused('code-invalid'));
      expect(await states()).toEqual({ [ada]: 'active', [eve]: 'superseded' });
    });
  });
};
