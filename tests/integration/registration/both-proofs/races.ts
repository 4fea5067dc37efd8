import { beginAt } from '../../../support/registration/registration-harness.js';
import { ADA, type BothProofsStage, EVE, NOON, OTHER_PHONE } from './stage.js';

/** Proofs at the same moment, at both processes. */
export const races = (stage: BothProofsStage): void => {
  const { harness, mail, text, states } = stage;

  it('activates exactly once, with one event, however the proofs of both kinds race', async () => {
    // A code that comes again when it is used up counts as a try at the other registration's: three could end both.
    const patient = { application: 'patient' };
    for (let round = 0; round < 5; round += 1) {
      await beginAt(stage.db, NOON);
      const twins = [
        await harness().register(ADA, patient),
        await harness().register({ ...ADA, phone: OTHER_PHONE }, patient),
      ];
      const eve = await harness().register(EVE, patient);
      const mails = await Promise.all(twins.map((id) => mail(id, patient)));
      const texts = [await text(twins[0] as string, patient), await text(twins[1] as string, patient)];
      await Promise.all(
        Array.from({ length: 60 }, (_, turn) =>
          turn % 2
            ? harness(turn).activate(ADA, mails[(turn >> 1) % 2] as string, patient)
            : harness(turn).provePhone(ADA, texts[(turn >> 1) % 2] as string, patient),
        ),
      );
      const [activated] = await stage.db
        .sql`select count(*)::int from gatehouse.event_log where type = 'user.activated.v1'`;
      expect(activated).toEqual({ count: 1 });
      const all = await states();
      expect(Object.values(all).sort()).toEqual(['active', 'superseded', 'superseded']);
      expect(all[eve]).toBe('superseded');
      const [account] = await stage.db.sql`
        select email_verified_at is not null and phone_verified_at is not null as both from gatehouse.users
        where state = 'active'`;
      expect(account).toEqual({ both: true });
      const [twice] = await stage.db
        .sql`select count(*)::int from gatehouse.activation_codes where attempts > max_attempts`;
      expect(twice).toEqual({ count: 0 });
    }
  }, 180_000);

  it('gives the address to one of two people who prove the last thing at the same moment', async () => {
    const busy = { application: 'busy' };
    for (let round = 0; round < 10; round += 1) {
      await beginAt(stage.db, NOON);
      const ids = [await harness().register(ADA, busy), await harness().register(EVE, busy)];
      const texts = [await text(ids[0] as string, busy), await text(ids[1] as string, busy)];
      await harness().activate(ADA, await mail(ids[0] as string, busy), busy);
      await harness().activate(EVE, await mail(ids[1] as string, busy), busy);
      const answers = await Promise.all([
        harness(0).provePhone(ADA, texts[0] as string, busy),
        harness(1).provePhone(EVE, texts[1] as string, busy),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(Object.values(await states()).sort()).toEqual(['active', 'superseded']);
    }
  }, 120_000);
};
