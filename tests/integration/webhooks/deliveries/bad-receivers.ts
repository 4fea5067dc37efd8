import type { Answer } from '../../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import { eventually } from '../../../support/eventually.js';
import { bad, type DeliveriesStage, good, NOW } from './stage.js';

/** To a receiver that refuses, hangs or is gone. */
export const badReceivers = (stage: DeliveriesStage): void => {
  const { add, happened, hand, work, listed, webhook, types } = stage;

  it('are tried again after a refusal, and show what came of each attempt', async () => {
    const id = await add();
    await hand([await happened()]);
    stage.answer = async () => ({ status: null, fault: 'timeout', milliseconds: 10_000 });
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'again', at: new Date(NOW.getTime() + 12_500) });
    await stage.db.advance(60_000);
    stage.answer = async () => good;
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await listed(id)).toMatchObject([
      {
        state: 'delivered',
        attempts: 2,
        answers: [
          { at: '2026-11-21T09:01:00.000Z', status: 204, fault: null, milliseconds: 5 },
          { at: '2026-11-21T09:00:00.000Z', status: null, fault: 'timeout', milliseconds: 10_000 },
        ],
        nextAttemptAt: null,
      },
    ]);
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'over' });
    expect(stage.sent).toHaveLength(2);
  });

  it('fail when their day is over', async () => {
    const id = await add();
    await hand([await happened()]);
    await stage.db.advance(86_400_000);
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'failed', failure: 'deadline-passed' });
    expect(await listed(id, 'failed')).toMatchObject([{ failure: 'deadline-passed', attempts: 0 }]);
    expect(stage.sent).toEqual([]);
  });

  it('leave a receiver alone that refuses everything, but for one attempt at a time', async () => {
    await add();
    await hand(await Promise.all(Array.from({ length: 8 }, () => happened())));
    stage.answer = async () => bad;
    for (const job of stage.jobs.slice(0, 5)) await work(job);
    expect(stage.sent).toHaveLength(5);
    const until = new Date(NOW.getTime() + 10_000);
    expect(await work(stage.jobs[5])).toEqual({ outcome: 'again', at: until });
    expect(stage.sent).toHaveLength(5);

    await stage.db.advance(10_000);
    const outcomes = await Promise.all(stage.jobs.slice(5).map(work));
    expect(stage.sent).toHaveLength(6);
    expect(outcomes.filter(({ outcome }) => outcome === 'again')).toHaveLength(3);
    // The attempt failed: the next one waits twice as long.
    await stage.db.advance(19_000);
    await work(stage.jobs[5]);
    expect(stage.sent).toHaveLength(6);
    await stage.db.advance(1_000);
    stage.answer = async () => good;
    expect(await work(stage.jobs[5])).toEqual({ outcome: 'delivered' });
    expect((await Promise.all(stage.jobs.slice(6).map(work))).map(({ outcome }) => outcome)).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  it('to one receiver that hangs hold no other up', async () => {
    await add(['slow.v1']);
    await add(['quick.v1']);
    await hand(await Promise.all(Array.from({ length: 6 }, () => happened('slow.v1'))));
    await hand([await happened('quick.v1')]);
    const held = Promise.withResolvers<Answer>();
    stage.answer = ({ event }) => (event.type === 'slow.v1' ? held.promise : Promise.resolve(good));
    let turnedAway = 0;
    const slow = stage.jobs.slice(0, 6).map(async (job) => {
      const outcome = await work(job);
      if (outcome.outcome === 'again') turnedAway += 1;
      return outcome;
    });
    expect(await work(stage.jobs[6])).toEqual({ outcome: 'delivered' });
    expect(turnedAway).toBe(0);
    await eventually('four are under way', () => stage.sent.length === 5);
    for (const callBack of stage.lastLong) callBack();
    await eventually('two have found no place', () => turnedAway === 2);
    held.resolve(good);
    const outcomes = (await Promise.all(slow)).map(({ outcome }) => outcome).toSorted();
    expect(outcomes).toEqual(['again', 'again', 'delivered', 'delivered', 'delivered', 'delivered']);
  });

  it('that came together go to a receiver that answers one after the other, none of them later', async () => {
    await add(['many.v1']);
    await hand(await Promise.all(Array.from({ length: 50 }, () => happened('many.v1'))));
    let [underWay, most] = [0, 0];
    stage.answer = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return good;
    };
    const outcomes = await Promise.all(stage.jobs.map(work));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['delivered']));
    expect(stage.sent).toHaveLength(50);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('that waited for their turn are not made at a webhook that was disabled meanwhile', async () => {
    await add();
    await hand(await Promise.all(Array.from({ length: 5 }, () => happened())));
    const held = Promise.withResolvers<Answer>();
    stage.answer = () => held.promise;
    const made = stage.jobs.map(work);
    await eventually('four are under way', () => stage.sent.length === 4);
    held.resolve({ ...bad, status: 410 });
    expect((await Promise.all(made)).map((outcome) => ('failure' in outcome ? outcome.failure : ''))).toContain(
      'webhook-disabled',
    );
    expect(stage.sent).toHaveLength(4);
  });

  it('end with 410: the webhook is disabled and says so', async () => {
    const id = await add();
    await hand([await happened(), await happened()]);
    stage.answer = async () => ({ ...bad, status: 410 });
    const outcomes = await Promise.all(stage.jobs.map(work));
    expect(outcomes).toContainEqual({ outcome: 'failed', failure: 'gone' });
    expect(await webhook(id)).toMatchObject({
      state: 'disabled',
      disabledReason: 'gone',
      disabledAt: NOW.toISOString(),
    });
    expect(stage.disabled.length).toBeGreaterThan(0);
    expect(await types()).toContain('webhook.disabled.v1');
  });

  it('disable a webhook that has refused everything for three days, once, and not one that took anything', async () => {
    const id = await add();
    const attempt = async (outcome: Answer) => {
      stage.answer = async () => outcome;
      stage.jobs = [];
      await hand([await happened()]);
      return work(stage.jobs[0]);
    };
    const day = 86_400_000;
    await attempt(bad);
    await stage.db.advance(2 * day);
    await attempt(good);
    await attempt(bad);
    await stage.db.advance(2.9 * day);
    await attempt(bad);
    expect(await webhook(id)).toMatchObject({ state: 'enabled', failingSince: '2026-11-23T09:00:00.000Z' });
    await stage.db.advance(0.2 * day);
    await attempt(bad);
    expect(await webhook(id)).toMatchObject({ state: 'disabled', disabledReason: 'failing' });
    expect(stage.disabled).toEqual([{ application: 'default', webhookId: id, reason: 'failing' }]);
    expect((await types()).filter((type) => type === 'webhook.disabled.v1')).toHaveLength(1);
  });
};
