import type { DeliveryRepository } from '../../../libs/notification/application/ports/delivery-repository.js';
import {
  accepted,
  type DeliveryOrder,
  failed,
  postponed,
  type SendingDelivery,
} from '../../../libs/notification/domain/message/delivery.js';

export interface Subject {
  readonly deliveries: DeliveryRepository;
  /** The instant at which the shared clock stands still. */
  readonly now: Date;
  /** An id that nothing has been recorded under. */
  newId(): string;
}

const USER = '0197a000-0000-7000-8000-00000000000a';
const CODE = '0197a000-0000-7000-8000-00000000000b';

/** What every delivery repository does, whatever it keeps its deliveries in. */
export function describeDeliveryRepository(setUp: () => Promise<Subject>): void {
  let subject: Subject;
  let order: DeliveryOrder;

  beforeEach(async () => {
    subject = await setUp();
    order = {
      application: 'default',
      id: subject.newId(),
      userId: USER,
      codeId: CODE,
      noticeId: null,
      channel: 'mail',
      round: 0,
      notBefore: subject.now,
      deadline: new Date(subject.now.getTime() + 600_000),
    };
  });

  const one = { incarnation: expect.any(String) };
  const begin = async (changes: Partial<DeliveryOrder> = {}) =>
    (await subject.deliveries.beginAttempt({ ...order, ...changes })).delivery;
  const attempt = async (): Promise<SendingDelivery> => {
    const delivery = await begin();
    if (delivery.state !== 'sending') throw new Error(`Already ${delivery.state}`);
    return delivery;
  };
  const asSent = (delivery: SendingDelivery) =>
    accepted(delivery, { template: 'activation-code', provider: 'mailjet', providerMessageId: 'uuid-1' });
  const asQueued = (delivery: SendingDelivery) =>
    postponed(delivery, {
      notBefore: new Date(subject.now.getTime() + 1_500),
      template: 'activation-code',
      provider: 'mailjet',
      lastAnswer: 'http-500',
    });
  const asFailed = (delivery: SendingDelivery) =>
    failed(delivery, { reason: 'refused', template: 'activation-code', provider: 'mailjet', lastAnswer: 'http-400' });

  it('records a new delivery as being sent, by the shared clock', async () => {
    const begun = await subject.deliveries.beginAttempt(order);
    expect(begun).toEqual({ delivery: { ...order, ...one, state: 'sending', attempts: 1 }, now: subject.now });
  });

  it('keeps a notice, and one whose owner shows when it is sent', async () => {
    const notice = { codeId: null, noticeId: CODE, userId: null };
    const begun = await begin(notice);
    if (begun.state !== 'sending') throw new Error(`Already ${begun.state}`);
    expect(begun).toEqual({ ...order, ...notice, ...one, state: 'sending', attempts: 1 });
    expect(await subject.deliveries.own(begun, USER)).toBe(true);
    await subject.deliveries.save(asSent(begun));
    expect(await begin(notice)).toMatchObject({ state: 'sent', userId: USER, noticeId: CODE });
  });

  it('counts each attempt and keeps the first order', async () => {
    await begin();
    const again = await begin({ deadline: new Date(0), codeId: USER });
    expect(again).toEqual({ ...order, ...one, state: 'sending', attempts: 2 });
  });

  it('counts every one of many attempts at once', async () => {
    const counted = await Promise.all(Array.from({ length: 20 }, async () => (await attempt()).attempts));
    expect(counted.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('takes a postponed delivery up again', async () => {
    const first = asQueued(await attempt());
    await subject.deliveries.save(first);
    expect(await begin()).toEqual({ ...order, ...one, notBefore: first.notBefore, state: 'sending', attempts: 2 });
  });

  it('remembers how a delivery was sent, and begins nothing any more', async () => {
    const sent = asSent(await attempt());
    await subject.deliveries.save(sent);
    expect(await begin()).toEqual(sent);
    expect(await begin()).toEqual(sent);
  });

  it('remembers why a delivery failed, and begins nothing any more', async () => {
    const dead = asFailed(await attempt());
    await subject.deliveries.save(dead);
    expect(await begin()).toEqual(dead);
  });

  it('remembers a failure before the provider was asked', async () => {
    const dead = failed(await attempt(), { reason: 'deadline-passed' });
    await subject.deliveries.save(dead);
    expect(await begin()).toEqual(dead);
  });

  it('lets no overtaken attempt postpone or fail a delivery', async () => {
    const overtaken = await attempt();
    await begin();
    await subject.deliveries.save(asQueued(overtaken));
    await subject.deliveries.save(asFailed(overtaken));
    expect(await begin()).toEqual({ ...order, ...one, state: 'sending', attempts: 3 });
  });

  it('believes an overtaken attempt that its mail was sent', async () => {
    const overtaken = await attempt();
    await begin();
    await subject.deliveries.save(asSent(overtaken));
    expect(await begin()).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('lets nothing take back what was sent', async () => {
    const delivery = await attempt();
    await subject.deliveries.save(asSent(delivery));
    await subject.deliveries.save(asFailed(delivery));
    await subject.deliveries.save(asQueued(delivery));
    await subject.deliveries.save({ ...asSent(delivery), providerMessageId: 'uuid-2' });
    expect(await begin()).toEqual(asSent(delivery));
  });

  it('is nobody’s message any more once what it is about is unknown, whichever attempt finds that out', async () => {
    const overtaken = await attempt();
    await begin();
    await subject.deliveries.save(failed(overtaken, { reason: 'code-unknown' }));
    expect(await begin()).toMatchObject({ state: 'failed', reason: 'code-unknown', userId: null, attempts: 2 });
  });

  it('keeps nothing of a person who was erased while the message was sent', async () => {
    const begun = await attempt();
    await subject.deliveries.save({ ...asSent(begun), recipientKey: '00ff', isDisowned: true });
    expect(await begin()).toMatchObject({ state: 'sent', userId: null, provider: 'mailjet', providerMessageId: null });
  });

  it('keeps the applications apart', async () => {
    await subject.deliveries.save(asSent(await attempt()));
    expect(await begin({ application: 'other' })).toMatchObject({ state: 'sending', attempts: 1 });
  });
}
