import {
  CODE,
  DELIVERY,
  DeliveryStage,
  DISPATCH,
  FAILING,
  later,
  REFUSED,
  USER,
} from '../../support/notification/delivery-stage.js';

let stage: DeliveryStage;

beforeEach(() => {
  stage = new DeliveryStage();
});

const taken = (purpose: 'activation' | 'email-change') =>
  ({ kind: 'account-exists', purpose, recipient: { email: 'ada@example.org', name: null }, locale: null }) as const;

describe('a message to somebody who has an account', () => {
  beforeEach(() => {
    stage.codes.dispatched = taken('activation');
  });

  it('says so, and is booked like any other', async () => {
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.messages[0]?.content).toEqual({ template: 'account-exists' });
    expect(stage.mails[0]?.recipient).toEqual({ email: 'ada@example.org', name: null });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(stage.delivery()).toMatchObject({ state: 'sent', template: 'account-exists' });
  });

  it('says something else where it was another account that was to move to the address', async () => {
    stage.codes.dispatched = taken('email-change');
    expect(await stage.deliver()).toEqual({ outcome: 'sent' });
    expect(stage.messages[0]?.content).toEqual({ template: 'email-change-taken' });
    expect(stage.delivery()).toMatchObject({ state: 'sent', template: 'email-change-taken' });
  });
});

describe('a code for a phone', () => {
  beforeEach(() => {
    const text = {
      kind: 'code',
      purpose: 'phone',
      locale: 'en',
      digits: '004217',
      number: 1,
      lifeSeconds: 300,
    } as const;
    stage.codes.dispatched = { ...text, recipient: { phone: '+33612345678' } };
  });

  it('goes out as a text message, for as long as its provider may take', async () => {
    expect(await stage.deliver('sms')).toEqual({ outcome: 'sent' });
    expect(stage.codes.calls).toEqual([`dispatch ${CODE} for 7 s`, `start ${CODE}`]);
    expect(stage.texts).toEqual([
      {
        phone: '+33612345678',
        text: 'The acme\n004217',
        deliveryId: DELIVERY,
        about: { application: 'acme', template: 'phone-code', locale: 'en', code: '004217' },
      },
    ]);
    expect(stage.mails).toEqual([]);
    expect(stage.delivery()).toMatchObject({
      state: 'sent',
      channel: 'sms',
      template: 'phone-code',
      provider: 'twilio',
    });
  });

  it('says for how long it works, and names the host of the page that asks for it', async () => {
    await stage.deliver('sms');
    const content = { template: 'phone-code', digits: '004217', lifeSeconds: 300, host: 'acme.example' };
    expect(stage.textMessages).toEqual([expect.objectContaining({ locale: 'en', content })]);
  });

  it('costs nothing that is known where the operator names no prices', async () => {
    await stage.deliver('sms');
    expect(stage.spent).toEqual([]);
    expect(stage.delivery()).toMatchObject({ state: 'sent', cost: null });
  });

  it('costs what the operator says, once it is accepted', async () => {
    stage.prices = { currency: 'EUR', byPrefix: new Map([['33', '0.0749']]) };
    stage.answers = [FAILING];
    await stage.deliver('sms');
    expect(stage.spent).toEqual([]);
    await stage.deliver('sms');
    const cost = { currency: 'EUR', prefix: '33', price: '0.0749', segments: 1 };
    expect(stage.spent).toEqual([{ application: 'acme', ...cost }]);
    expect(stage.delivery()).toMatchObject({ state: 'sent', cost });
  });

  it('comes again when it was refused for now, and is dead when refused for good', async () => {
    stage.answers = [FAILING];
    expect(await stage.deliver('sms')).toMatchObject({ outcome: 'retry' });
    stage.answers = [REFUSED];
    expect(await stage.deliver('sms')).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(stage.codes.calls.at(-1)).toBe(`abandon ${CODE}: refused`);
  });
});

it.each([
  ['email-change', 'email-change-code', undefined],
  ['password-reset', 'password-reset-code', 'https://acme/reset#0042'],
] as const)('a code for %s has its own words and page', async (purpose, template, resetUrl) => {
  const recipient = { email: 'ada@example.org', name: null };
  const code = { digits: '0042', number: 1, lifeSeconds: 60, userId: USER, redirect: null };
  stage.codes.dispatched = { kind: 'code', purpose, recipient, locale: 'en', ...code };
  await stage.deliver();
  expect(stage.messages[0]?.content).toEqual({
    template,
    digits: '0042',
    number: 1,
    lifeSeconds: 60,
    ...(resetUrl && { resetUrl }),
  });
});

describe('a code that was asked for an address', () => {
  const ofUnknownAddress = { userId: null };

  it('is known to be its owner’s once it is sent', async () => {
    await stage.deliver('mail', ofUnknownAddress);
    expect(stage.delivery()).toMatchObject({ state: 'sent', userId: USER });
  });

  it('goes nowhere where the address is unknown, and lives all the same', async () => {
    stage.codes.dispatched = { kind: 'nobody' };
    expect(await stage.deliver('mail', ofUnknownAddress)).toEqual({ outcome: 'dead', reason: 'nobody' });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(stage.mails).toEqual([]);
    expect(stage.delivery()).toMatchObject({ state: 'failed', reason: 'nobody', userId: null });
  });
});

describe('a notice', () => {
  const NOTICE = '0197a000-0000-7000-8000-000000000009';
  const notice = { codeId: null, noticeId: NOTICE };

  it.each([
    ['password-changed', { template: 'password-changed-notice', resetUrl: 'https://acme/reset#' }],
    ['password-reset', { template: 'password-reset-notice', resetUrl: 'https://acme/reset#' }],
    ['email-changing', { template: 'email-changing-notice', resetUrl: 'https://acme/reset#' }],
    ['email-restored', { template: 'email-restored-notice', resetUrl: 'https://acme/reset#' }],
  ] as const)('of %s is sent, accepted and closed', async (kind, content) => {
    stage.notices.dispatched = { ...stage.notices.notice, notice: kind };
    expect(await stage.deliver('mail', notice)).toEqual({ outcome: 'sent' });
    expect(stage.messages[0]?.content).toEqual(content);
    expect(stage.mails[0]?.recipient).toEqual({ email: 'ada@example.org', name: 'Ada' });
    expect(stage.notices.calls).toEqual([`dispatch ${NOTICE}`, `start ${NOTICE}`]);
    expect(stage.codes.calls).toEqual([]);
    expect(stage.delivery()).toMatchObject({
      state: 'sent',
      codeId: null,
      noticeId: NOTICE,
      template: content.template,
    });
  });

  it('of a changed address carries what undoes it', async () => {
    stage.notices.dispatched = {
      ...stage.notices.notice,
      notice: 'email-changed',
      undo: { token: 'T', lifeSeconds: 259_200 },
    };
    await stage.deliver('mail', notice);
    const content = { template: 'email-change-notice', undoUrl: 'https://acme/undo#T', undoSeconds: 259_200 };
    expect(stage.messages[0]?.content).toEqual(content);
  });

  it('is not sent again when we died before the delivery was closed', async () => {
    await stage.notices.start(NOTICE);
    expect(await stage.deliver('mail', notice)).toEqual({ outcome: 'sent' });
    expect(stage.mails).toEqual([]);
  });

  it('is still worth sending after hours, and a dead letter after a day', async () => {
    stage.answers = [FAILING, FAILING];
    await stage.deliver('mail', notice);
    stage.now = later(86_000);
    expect(await stage.deliver('mail', notice)).toMatchObject({ outcome: 'retry' });
    stage.now = later(86_400);
    expect(await stage.deliver('mail', notice)).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(stage.notices.calls.at(-1)).toBe(`abandon ${NOTICE}: deadline-passed`);
  });

  it.each(['notice-over', 'notice-unknown'] as const)('is dropped when its account is gone: %s', async (reason) => {
    stage.notices.dispatched = { kind: 'over', reason };
    expect(await stage.deliver('mail', notice)).toEqual({ outcome: 'dead', reason });
    expect(stage.mails).toEqual([]);
  });
});
