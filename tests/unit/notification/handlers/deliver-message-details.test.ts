import {
  ACCEPTED,
  CODE,
  DeliveryStage,
  DISPATCH,
  FAILING,
  REFUSED,
} from '../../../support/notification/delivery-stage.js';

const NOTICE = '0197a000-0000-7000-8000-000000000009';
const OTHER = '0197a000-0000-7000-8000-00000000000a';
const TEXT = {
  kind: 'code',
  purpose: 'phone',
  recipient: { phone: '+33612345678' },
  locale: 'en',
  digits: '004217',
  number: 1,
  lifeSeconds: 300,
} as const;

let stage: DeliveryStage;

beforeEach(() => {
  stage = new DeliveryStage();
});

describe('a message of an application that has set something of its sender', () => {
  const from = { email: 'no-reply@acme.example', name: 'Acme' };
  const mail = [{ provider: 'ses', share: null }];
  const sms = [{ provider: 'vonage', share: null }];

  it('comes from there, is answered there, and goes to the providers that were chosen for mails', async () => {
    stage.sender = { from, replyTo: 'help@acme.example', routes: { mail, sms } };
    await stage.deliver();
    expect(stage.mails).toEqual([expect.objectContaining({ from, replyTo: 'help@acme.example', route: mail })]);
  });

  it('goes to the providers that were chosen for SMS', async () => {
    stage.sender = { routes: { mail, sms } };
    stage.codes.dispatched = TEXT;
    await stage.deliver('sms');
    expect(stage.texts).toEqual([expect.objectContaining({ route: sms })]);
  });

  it('goes to the deployment’s where others were chosen for the other channel alone', async () => {
    stage.sender = { routes: { sms } };
    await stage.deliver();
    expect(stage.mails[0]).not.toHaveProperty('route');
    expect(stage.mails[0]).not.toHaveProperty('replyTo');
    const other = new DeliveryStage();
    other.sender = { routes: { mail } };
    other.codes.dispatched = TEXT;
    await other.deliver('sms');
    expect(other.texts[0]).not.toHaveProperty('route');
  });
});

describe('the order of a message', () => {
  it('of another round than the one that stands does nothing', async () => {
    stage.answers = [FAILING];
    await stage.deliver('mail', { round: 1 });
    expect(await stage.deliver()).toEqual({ outcome: 'overtaken' });
    expect(stage.mails).toHaveLength(1);
    expect(stage.delivery()).toMatchObject({ state: 'queued', attempts: 1, round: 1 });
  });

  it('of a later round lets its code come back to life', async () => {
    await stage.deliver('mail', { round: 1 });
    expect(stage.codes.calls).toEqual([`${DISPATCH}, retried`, `start ${CODE}`]);
  });

  it('that names a notice is about no code', async () => {
    await stage.deliver('mail', { noticeId: NOTICE });
    expect(stage.delivery()).toMatchObject({ noticeId: NOTICE, codeId: null });
    expect(stage.codes.calls).toEqual([]);
  });

  it('that is about nothing is a fault', async () => {
    await expect(stage.deliver('mail', { codeId: null })).rejects.toThrow('code or is a notice');
    expect(stage.delivery()).toMatchObject({ codeId: null, noticeId: null, state: 'sending' });
  });

  it('of nobody’s code need not say so', async () => {
    stage.codes.dispatched = { kind: 'nobody' };
    stage.isFollowed = true;
    await stage.deliver('mail', { userId: undefined as never, round: undefined as never });
    expect(stage.delivery()).toMatchObject({ userId: null, round: 0 });
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });
});

describe('whose a message is', () => {
  it('is what its order says, if that says anything', async () => {
    await stage.deliver('mail', { userId: OTHER });
    expect(stage.delivery()).toMatchObject({ userId: OTHER });
  });

  it('stays unknown where its words do not tell', async () => {
    const recipient = { email: 'ada@example.org', name: null };
    stage.codes.dispatched = { kind: 'account-exists', purpose: 'activation', recipient, locale: null };
    await stage.deliver('mail', { userId: null });
    expect(stage.delivery()).toMatchObject({ state: 'sent', userId: null });
  });
});

describe('the provider that answered, where several were asked', () => {
  const bySes = { provider: 'ses' } as const;

  it('is the one that accepted the message', async () => {
    stage.answers = [{ ...ACCEPTED, ...bySes }];
    await stage.deliver();
    expect(stage.delivery()).toMatchObject({ state: 'sent', provider: 'ses', cost: null });
  });

  it('is the one that has to tell what becomes of it', async () => {
    stage.isFollowed = true;
    stage.answers = [{ ...ACCEPTED, provider: 'silent' }];
    await stage.deliver();
    expect(stage.codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });

  it.each([
    ['for now', FAILING, { state: 'queued' }],
    ['for good', REFUSED, { state: 'failed', reason: 'refused', lastAnswer: 'http-400 mj-0013' }],
    ['the recipient', { ...REFUSED, bounce: 'rejected' as const }, { state: 'failed', reason: 'bounced' }],
  ] as const)('is the one that refused %s', async (_, answer, expected) => {
    stage.answers = [{ ...answer, ...bySes }];
    await stage.deliver();
    expect(stage.delivery()).toMatchObject({ ...expected, provider: 'ses', template: 'activation-code' });
  });

  it('is ours by default', async () => {
    stage.answers = [FAILING];
    await stage.deliver();
    expect(stage.delivery()).toMatchObject({ provider: 'mailjet', template: 'activation-code' });
  });
});

describe('what is kept of a message whose delivery ended', () => {
  it('names the template and whom it went to', async () => {
    await stage.deliver();
    const recipientKey = 'acme: {"email":"ada@example.org","name":"Ada"}';
    expect(stage.delivery()).toMatchObject({ template: 'activation-code', recipientKey });
  });

  it('does not name whom it went to where that was lost in a crash', async () => {
    await stage.codes.start(CODE, false);
    await stage.deliver();
    expect(stage.delivery()).not.toHaveProperty('recipientKey');
  });

  it('names the template of one that was held back', async () => {
    stage.suppression = { cause: 'bounced', reason: null };
    await stage.deliver();
    expect(stage.delivery()).toMatchObject({ template: 'activation-code', provider: null, lastAnswer: null });
  });

  it.each(['bounced', 'suppressed'] as const)('of a notice tells no code that it %s', async (why) => {
    if (why === 'suppressed') stage.suppression = { cause: 'bounced', reason: null };
    else stage.answers = [{ ...REFUSED, bounce: 'rejected' }];
    expect(await stage.deliver('mail', { noticeId: NOTICE })).toEqual({ outcome: 'dead', reason: why });
    expect(stage.notices.calls).toEqual([`dispatch ${NOTICE}`, `abandon ${NOTICE}: ${why}`]);
    expect(stage.codes.calls).toEqual([]);
  });
});

it('a notice of a changed address without what undoes it is a fault', async () => {
  stage.notices.dispatched = { ...stage.notices.notice, notice: 'email-changed' };
  await expect(stage.deliver('mail', { noticeId: NOTICE })).rejects.toThrow('undo token');
});
