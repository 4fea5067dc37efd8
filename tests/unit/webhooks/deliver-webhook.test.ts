import { commandFrom } from '@gatehouse/platform/edge';
import { DeliverWebhookHandler } from '../../../libs/webhooks/application/deliveries/deliver-webhook.js';
import { type Leave, ReceiverPlaces } from '../../../libs/webhooks/application/deliveries/receiver-places.js';
import type { OutgoingDelivery } from '../../../libs/webhooks/application/ports/deliveries.js';
import { DeliverWebhook } from '../../../libs/webhooks/contract/commands/deliveries.js';
import type { Answer } from '../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import { GARDEN, SHOP, WebhookStage } from '../../support/webhooks/webhook-stage.js';

const GOOD: Answer = { status: 204, fault: null, milliseconds: 300 };
const BAD: Answer = { ...GOOD, status: 500 };
const GONE: Answer = { ...GOOD, status: 410 };

describe('delivering to a webhook', () => {
  let stage: WebhookStage;
  let answer: Answer;
  let random: number;
  let sent: OutgoingDelivery[];
  let attempts: string[];
  let disabled: object[];
  /** Says of each attempt under way that it has lasted long. */
  let long: Set<() => void>;
  let places: ReceiverPlaces;
  beforeEach(() => {
    stage = new WebhookStage();
    stage.deliveries.setReceiver('webhook');
    stage.deliveries.set('delivery');
    [answer, random, sent, attempts, disabled, long] = [GOOD, 0, [], [], [], new Set()];
    places = new ReceiverPlaces((callBack) => {
      long.add(callBack);
      return () => long.delete(callBack);
    });
  });

  const deliver = async (fields: Partial<DeliverWebhook> = {}, context = SHOP) => {
    const handler = new DeliverWebhookHandler({
      ...stage,
      places,
      sender: {
        send: async (delivery) => {
          sent.push(delivery);
          return answer;
        },
      },
      random: () => random,
      onAttempt: (outcome) => attempts.push(outcome),
      onDisabled: (webhook) => disabled.push(webhook),
    });
    const command = commandFrom(DeliverWebhook, { deliveryId: 'delivery', run: 'run-1', ...fields });
    const result = await handler.execute(command, context);
    return result.ok ? result.value : result.error;
  };
  const written = () => stage.deliveries.get('delivery');
  const takeAllPlaces = (): Leave[] => [1, 2, 3, 4].map(() => places.take('webhook')).filter((leave) => leave !== null);
  const freePlaces = (): number => takeAllPlaces().length;

  it('sends the event to its URL, signed by the webhook’s secret', async () => {
    expect(await deliver()).toEqual({ outcome: 'delivered' });
    const secrets = ['whsec_shop/webhook/first/1'];
    expect(sent).toEqual([{ url: 'https://webhook.example/hook', event: written()?.event, secrets }]);
    expect(written()).toMatchObject({ state: 'delivered', attempts: 1, answers: [GOOD] });
    expect(attempts).toEqual(['delivered']);
    expect([disabled, stage.written.events]).toEqual([[], []]);
    expect(freePlaces()).toBe(4);
  });

  describe('that does not take it', () => {
    beforeEach(() => {
      answer = BAD;
    });

    it('comes again after a while, counted from the answer', async () => {
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(300 + 2_500) });
      expect(written()).toMatchObject({ state: 'pending', attempts: 1, nextAttemptAt: stage.later(2_800) });
      expect(attempts).toEqual(['refused']);
    });

    it('waits longer after each attempt, and spreads what was refused together', async () => {
      stage.deliveries.set('delivery', { attempts: 1 });
      random = 0.5;
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(300 + 11_250) });
    });

    it('names what broke the exchange', async () => {
      answer = { status: null, fault: 'connect-timeout', milliseconds: 5_000 };
      await deliver();
      expect(attempts).toEqual(['connect-timeout']);
    });

    it('fails where its time is over before the next attempt', async () => {
      stage.deliveries.set('delivery', { deadline: stage.later(2_800) });
      expect(await deliver()).toEqual({ outcome: 'failed', failure: 'deadline-passed' });
      expect(written()).toMatchObject({ state: 'failed', failure: 'deadline-passed' });
    });
  });

  describe('that is gone', () => {
    const off = { application: 'shop', webhookId: 'webhook', reason: 'gone' };
    beforeEach(() => {
      answer = GONE;
    });

    it('fails, and disables the webhook', async () => {
      expect(await deliver()).toEqual({ outcome: 'failed', failure: 'gone' });
      const data = { webhookId: 'webhook', reason: 'gone' };
      expect(stage.written.events).toEqual([{ id: 'id-1', subject: 'webhook', type: 'webhook.disabled.v1', data }]);
      expect(disabled).toEqual([off]);
      expect(attempts).toEqual(['refused']);
    });

    it('is told once of two attempts at once', async () => {
      stage.deliveries.set('second');
      await Promise.all([deliver(), deliver({ deliveryId: 'second' })]);
      expect(disabled).toEqual([off]);
    });
  });

  describe('that nothing is to be sent to now', () => {
    it.each([
      ['was ordered again since', { run: 'run-0' }, SHOP],
      ['never was', { deliveryId: 'none' }, SHOP],
      ['is of another application', {}, GARDEN],
    ])('is over for a delivery that %s', async (_name, fields, context) => {
      expect(await deliver(fields, context)).toEqual({ outcome: 'over' });
      expect([sent, attempts]).toEqual([[], []]);
      expect(written()).toMatchObject({ state: 'pending', attempts: 0 });
    });

    it('waits as long as the receiver is left alone, and up to five seconds more', async () => {
      stage.deliveries.setReceiver('webhook', { breakerUntil: stage.later(60_000) });
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(60_000) });
      random = 0.5;
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(62_500) });
      expect([sent, attempts]).toEqual([[], []]);
    });

    it.each([
      [
        'its webhook is disabled',
        () => stage.deliveries.setReceiver('webhook', { isDisabled: true }),
        'webhook-disabled',
      ],
      ['its time is over', () => stage.deliveries.set('delivery', { deadline: stage.clock.now() }), 'deadline-passed'],
      ['its event is no longer there', () => stage.deliveries.set('delivery', { event: null }), 'event-gone'],
    ])('ends where %s', async (_name, happens, failure) => {
      happens();
      expect(await deliver()).toEqual({ outcome: 'failed', failure });
      expect(written()).toMatchObject({ state: 'failed', failure, attempts: 0 });
      expect([sent, attempts]).toEqual([[], []]);
    });
  });

  describe('whose secret has changed', () => {
    const named = (keyId: string, version: number) => ({ application: 'shop', webhookId: 'webhook', keyId, version });
    const current = 'whsec_shop/webhook/second/2';
    beforeEach(() => stage.deliveries.setReceiver('webhook', { secrets: [named('second', 2), named('first', 1)] }));

    it('signs with both', async () => {
      await deliver();
      expect(sent).toMatchObject([{ secrets: [current, 'whsec_shop/webhook/first/1'] }]);
    });

    it('signs with the current one alone where the key of the other is gone', async () => {
      stage.secrets.keyIds = ['second'];
      await deliver();
      expect(sent).toMatchObject([{ secrets: [current] }]);
    });

    it('sends nothing where the key of the current one is gone, and comes again', async () => {
      stage.secrets.keyIds = ['first'];
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(2_500) });
      expect(sent).toEqual([]);
      expect(attempts).toEqual(['key-missing']);
      expect(written()?.answers).toEqual([{ status: null, fault: 'key-missing', milliseconds: 0 }]);
    });
  });

  describe('that has all its places taken', () => {
    it('waits for one of them', async () => {
      const [leave] = takeAllPlaces();
      const delivering = deliver();
      await new Promise(setImmediate);
      expect(sent).toEqual([]);
      leave?.();
      expect(await delivering).toEqual({ outcome: 'delivered' });
      expect(freePlaces()).toBe(1);
    });

    it('asks again whether it may be sent, once it has a place', async () => {
      const [leave] = takeAllPlaces();
      stage.deliveries.afterNextBegin = () => stage.deliveries.setReceiver('webhook', { isDisabled: true });
      const delivering = deliver();
      await new Promise(setImmediate);
      leave?.();
      expect(await delivering).toEqual({ outcome: 'failed', failure: 'webhook-disabled' });
      expect(sent).toEqual([]);
      expect(freePlaces()).toBe(1);
    });

    it('is left alone for one to two seconds where every attempt under way takes long', async () => {
      takeAllPlaces();
      for (const callBack of long) callBack();
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(1_000) });
      random = 0.5;
      expect(await deliver()).toEqual({ outcome: 'again', at: stage.later(1_500) });
      expect([sent, attempts]).toEqual([[], []]);
      expect(written()).toMatchObject({ state: 'pending', attempts: 0 });
    });
  });

  it('gives its place back when its answer cannot be noted', async () => {
    stage.deliveries.finish = () => Promise.reject(new Error('no database'));
    await expect(deliver()).rejects.toThrow('no database');
    expect(freePlaces()).toBe(4);
  });
});
