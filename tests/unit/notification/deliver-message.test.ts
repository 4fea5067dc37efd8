import {
  ACCEPTED,
  CODE,
  DELIVERY,
  DeliveryStage,
  DISPATCH,
  FAILING,
  later,
  REFUSED,
  USER,
} from '../../support/notification/delivery-stage.js';
import { plainLook } from '../../support/notification/plain-look.js';

let stage: DeliveryStage;

beforeEach(() => {
  stage = new DeliveryStage();
});

describe('a message that the provider accepts', () => {
  it('is sent, its code started, and the delivery closed', async () => {
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(stage.mails).toEqual([
      {
        deliveryId: DELIVERY,
        recipient: { email: 'ada@example.org', name: 'Ada' },
        subject: 'Subject',
        text: '0042',
        html: '<p>0042</p>',
        about: { application: 'acme', template: 'activation-code', locale: 'en', code: '0042' },
      },
    ]);
    expect(stage.delivery()).toMatchObject({
      state: 'sent',
      attempts: 1,
      provider: 'mailjet',
      providerMessageId: 'uuid-1',
    });
  });

  it('costs four statements', async () => {
    await stage.deliver();
    expect(stage.deliveries.calls + stage.codes.calls.length).toBe(4);
  });

  it('speaks in the application’s name and the person’s language', async () => {
    await stage.deliver();
    expect(stage.messages).toEqual([
      {
        recipient: { email: 'ada@example.org', name: 'Ada' },
        locale: 'en',
        sender: { application: 'acme', applicationName: 'The acme', defaultLocale: 'fr', look: plainLook },
        content: {
          template: 'activation-code',
          digits: '0042',
          number: 1,
          lifeSeconds: 60,
          activationUrl: `https://acme/#${USER}-0042`,
        },
      },
    ]);
  });

  it('is not sent again when it is asked for again', async () => {
    await stage.deliver();
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.mails).toHaveLength(1);
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });

  it('is not sent again when we died before the delivery was closed', async () => {
    await stage.codes.start(CODE, false);
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.mails).toEqual([]);
    expect(stage.delivery()).toMatchObject({ state: 'sent', template: null, providerMessageId: null });
  });
});

describe('a message that the provider refuses for now', () => {
  it('is tried again after the back-off, and waits until then', async () => {
    stage.answers = [FAILING];
    expect(await stage.deliver()).toEqual({ outcome: 'retry', at: later(0.25) });
    expect(stage.codes.calls).toEqual([DISPATCH]);
    expect(stage.delivery()).toMatchObject({
      state: 'queued',
      attempts: 1,
      notBefore: later(0.25),
      lastAnswer: 'http-500',
    });
  });

  it('costs three statements', async () => {
    stage.answers = [FAILING];
    await stage.deliver();
    expect(stage.deliveries.calls + stage.codes.calls.length).toBe(3);
  });

  it('waits as long as the provider asks', async () => {
    stage.answers = [{ ...FAILING, retryAfterSeconds: 7 }];
    expect(await stage.deliver()).toEqual({ outcome: 'retry', at: later(7) });
  });

  it('waits from the refusal on, not from the beginning of the attempt', async () => {
    stage.answers = [FAILING];
    stage.sendingTakesSeconds = 9;
    expect(await stage.deliver()).toEqual({ outcome: 'retry', at: later(9.25) });
  });

  it('carries the same digits each time, until it is accepted', async () => {
    stage.answers = [FAILING, FAILING, FAILING, ACCEPTED];
    const outcomes: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const result = await stage.deliver();
      outcomes.push(result.outcome);
      if (result.outcome === 'retry') stage.now = result.at;
    }
    expect(outcomes).toEqual(['retry', 'retry', 'retry', 'sent']);
    expect(new Set(stage.mails.map(({ text }) => text))).toEqual(new Set(['0042']));
    expect(stage.delivery()).toMatchObject({ state: 'sent', attempts: 4 });
  });

  it('is dead when it is refused until its deadline, and its code with it', async () => {
    const waits: number[] = [];
    for (;;) {
      stage.answers = [FAILING];
      const result = await stage.deliver();
      if (result.outcome !== 'retry') {
        expect(result).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
        break;
      }
      waits.push(result.at.getTime() - stage.now.getTime());
      stage.now = result.at;
    }
    expect(stage.now.getTime()).toBeLessThan(later(600).getTime());
    expect(waits.length).toBeGreaterThan(8);
    expect(stage.codes.calls.at(-1)).toBe(`abandon ${CODE}: deadline-passed`);
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'deadline-passed', lastAnswer: 'http-500' });
  });

  it('is dead at once when the provider asks for more time than is left', async () => {
    stage.answers = [{ ...FAILING, retryAfterSeconds: 600 }];
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(stage.codes.calls).toEqual([DISPATCH, `abandon ${CODE}: deadline-passed`]);
    expect(stage.deliveries.calls + stage.codes.calls.length).toBe(4);
  });
});

describe('a message that the provider refuses for good', () => {
  it('is dead, and its code with it', async () => {
    stage.answers = [REFUSED];
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(stage.codes.calls).toEqual([DISPATCH, `abandon ${CODE}: refused`]);
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'refused', lastAnswer: 'http-400 mj-0013' });
  });

  it('stays dead', async () => {
    stage.answers = [REFUSED];
    await stage.deliver();
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(stage.mails).toHaveLength(1);
  });
});

describe('a message past its deadline', () => {
  it('is never sent, not even once', async () => {
    stage.now = later(600);
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(stage.mails).toEqual([]);
    expect(stage.codes.calls).toEqual([`abandon ${CODE}: deadline-passed`]);
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'deadline-passed', lastAnswer: null });
  });

  it('is still sent a moment before it', async () => {
    stage.now = later(599.999);
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
  });

  it('has the deadline of its first order', async () => {
    stage.answers = [FAILING];
    await stage.deliver();
    stage.now = later(601);
    expect(await stage.deliver()).toMatchObject({ outcome: 'dead' });
  });
});

describe('a message that is no longer needed', () => {
  it.each(['code-over', 'code-unknown'] as const)('is dropped: %s', async (reason) => {
    stage.codes.dispatched = { kind: 'over', reason };
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason });
    expect(stage.mails).toEqual([]);
    expect(stage.codes.calls).toEqual([DISPATCH]);
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason });
  });
});

describe('a message whose person is erased meanwhile', () => {
  it('was sent, and is nobody’s', async () => {
    stage.codes.isGone = true;
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.delivery()).toMatchObject({
      state: 'sent',
      userId: null,
      provider: 'mailjet',
      providerMessageId: null,
    });
    expect(stage.delivery()).not.toHaveProperty('recipientKey');
  });

  it.each([
    ['that is refused for good', { answers: [REFUSED] }],
    ['that is past its deadline', { now: later(600) }],
    ['whose recipient gets nothing', { suppression: { cause: 'bounced', reason: null } }],
  ] as const)('is nobody’s, and no dead letter: %s', async (_what, state) => {
    stage.codes.isGone = true;
    Object.assign(stage, state);
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'code-unknown' });
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'code-unknown', userId: null });
  });

  it('is a notice that nobody knows any more', async () => {
    stage.notices.isGone = true;
    stage.answers = [REFUSED];
    const order = { codeId: null, noticeId: '0197a000-0000-7000-8000-000000000009' };
    expect(await stage.deliver('mail', order)).toEqual({ outcome: 'dead', reason: 'notice-unknown' });
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'notice-unknown', userId: null });
  });

  it('is not sent where its record has gone before it was known to be theirs', async () => {
    const { dispatch } = stage.codes;
    stage.codes.dispatch = async (...call) => {
      stage.deliveries.erase('acme', DELIVERY);
      return dispatch.apply(stage.codes, call);
    };
    expect(await stage.deliver('mail', { userId: null })).toEqual({ outcome: 'dead', reason: 'code-unknown' });
    expect(stage.mails).toEqual([]);
  });
});

describe('a fault of our own', () => {
  it('is thrown, and the next attempt takes the message up again', async () => {
    stage.answers = [new Error('a bug')];
    await expect(stage.deliver()).rejects.toThrow('a bug');
    expect(stage.delivery()).toMatchObject({ state: 'sending', attempts: 1 });
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.delivery()).toMatchObject({ state: 'sent', attempts: 2 });
  });
});
