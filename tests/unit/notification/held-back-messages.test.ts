import { CODE, DELIVERY, DeliveryStage, DISPATCH, REFUSED } from '../../support/notification/delivery-stage.js';

const NOTICE = '0197a000-0000-7000-8000-000000000009';
const RESET = {
  kind: 'code',
  purpose: 'password-reset',
  recipient: { email: 'ada@example.org', name: null },
  userId: '0197a000-0000-7000-8000-000000000003',
  locale: 'en',
  digits: '00420042',
  number: 1,
  lifeSeconds: 600,
  redirect: null,
} as const;

describe('a message to a recipient that nothing is sent to', () => {
  let stage: DeliveryStage;
  beforeEach(() => {
    stage = new DeliveryStage();
    stage.suppression = { cause: 'bounced', reason: 'mailbox-unavailable' };
  });

  it('is not sent, and told to those who wait for it as one that bounced', async () => {
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'suppressed' });
    expect(stage.mails).toEqual([]);
    expect(stage.codes.calls).toEqual([
      DISPATCH,
      `tell ${CODE}: bounced, mailbox-unavailable`,
      `abandon ${CODE}: suppressed`,
    ]);
    expect(stage.delivery()).toMatchObject({ id: DELIVERY, state: 'failed', reason: 'suppressed' });
  });

  it('is told as rejected after a complaint', async () => {
    stage.suppression = { cause: 'complained', reason: null };
    await stage.deliver();
    expect(stage.codes.calls).toContain(`tell ${CODE}: bounced, rejected`);
  });

  it('is no text message either', async () => {
    stage.codes.dispatched = {
      kind: 'code',
      purpose: 'phone',
      recipient: { phone: '+33612345678' },
      locale: 'en',
      digits: '004200',
      number: 1,
      lifeSeconds: 300,
    };
    expect(await stage.deliver('sms')).toEqual({ outcome: 'dead', reason: 'suppressed' });
    expect(stage.texts).toEqual([]);
  });

  it('leaves a code for a new password as alive as that of an address without an account', async () => {
    stage.codes.dispatched = RESET;
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'suppressed' });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });

  it('is no notice after a hard bounce, and is one after a complaint', async () => {
    const notice = { codeId: null, noticeId: NOTICE };
    expect(await stage.deliver('mail', notice)).toEqual({ outcome: 'dead', reason: 'suppressed' });
    expect(stage.notices.calls).toContain(`abandon ${NOTICE}: suppressed`);
    const other = new DeliveryStage();
    other.suppression = { cause: 'complained', reason: null };
    expect(await other.deliver('mail', notice)).toEqual({ outcome: 'sent' });
  });
});

describe('a message whose recipient the provider refuses at once', () => {
  let stage: DeliveryStage;
  beforeEach(() => {
    stage = new DeliveryStage();
    stage.answers = [{ ...REFUSED, bounce: 'rejected' }];
  });

  it('is told to those who wait for it as one that bounced, and is no dead letter', async () => {
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'bounced' });
    expect(stage.codes.calls).toEqual([DISPATCH, `tell ${CODE}: bounced, rejected`, `abandon ${CODE}: bounced`]);
    expect(stage.delivery()).toMatchObject({
      state: 'failed',
      reason: 'bounced',
      provider: 'mailjet',
      bounce: { reason: 'rejected', recipientKey: expect.stringContaining('acme: ') },
    });
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'bounced' });
    expect(stage.mails).toHaveLength(1);
  });

  it('leaves a code for a new password as alive as that of an address without an account', async () => {
    stage.codes.dispatched = RESET;
    expect(await stage.deliver()).toEqual({ outcome: 'dead', reason: 'bounced' });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });

  it('is an end for a notice, too', async () => {
    expect(await stage.deliver('mail', { codeId: null, noticeId: NOTICE })).toEqual({
      outcome: 'dead',
      reason: 'bounced',
    });
    expect(stage.notices.calls).toContain(`abandon ${NOTICE}: bounced`);
  });
});

describe('a message whose provider tells afterwards what becomes of it', () => {
  it('says so when its code starts, and keeps whom it went to as a keyed hash alone', async () => {
    const stage = new DeliveryStage();
    stage.isFollowed = true;
    await stage.deliver();
    expect(stage.codes.calls).toContain(`start ${CODE}, followed`);
    expect(stage.delivery()).toMatchObject({ state: 'sent', recipientKey: expect.stringContaining('acme: ') });
  });
});
