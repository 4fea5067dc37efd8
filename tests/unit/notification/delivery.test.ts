import {
  accepted,
  deadlineFor,
  defaultDeliveryPolicy,
  failed,
  isLoss,
  isPastDeadline,
  LOSSES,
  messageRetried,
  messageSent,
  noticeDeliveryPolicy,
  postponed,
  type SendingDelivery,
} from '../../../libs/notification/domain/message/delivery.js';
import {
  CODE_TEMPLATES,
  carriesCode,
  isForAnyAddress,
  NOTICE_TEMPLATES,
  TAKEN_TEMPLATES,
} from '../../../libs/notification/domain/message/message.js';
import { providerChanged } from '../../../libs/notification/domain/provider/provider.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const ID = '0197a000-0000-7000-8000-000000000001';

const sending: SendingDelivery = {
  application: 'shop',
  id: ID,
  userId: null,
  codeId: ID,
  noticeId: null,
  channel: 'mail',
  round: 0,
  notBefore: NOW,
  deadline: inSeconds(600),
  attempts: 2,
  incarnation: '1',
  state: 'sending',
};

describe('a delivery', () => {
  it('is dead from the very instant of its deadline', () => {
    expect(isPastDeadline(sending, inSeconds(599.999))).toBe(false);
    expect(isPastDeadline(sending, inSeconds(600))).toBe(true);
    expect(isPastDeadline(sending, inSeconds(601))).toBe(true);
  });

  // docs/providers.md states both.
  it('has ten minutes for a code, and a day for a notice, from when it may be sent', () => {
    expect(deadlineFor(NOW, defaultDeliveryPolicy)).toEqual(inSeconds(10 * 60));
    expect(deadlineFor(NOW, noticeDeliveryPolicy)).toEqual(inSeconds(24 * 60 * 60));
  });

  it('that was accepted keeps what it was, who took it and under which id', () => {
    const by = { template: 'activation-code', provider: 'ses', providerMessageId: 'm-1' } as const;
    expect(accepted(sending, by)).toEqual({ ...sending, ...by, cost: null, state: 'sent' });
  });

  it('keeps what it cost, and whom it went to as a keyed hash, where that is known', () => {
    const cost = { currency: 'EUR', prefix: '33', price: '0.0749', segments: 1 };
    const by = { template: null, provider: 'twilio', providerMessageId: null, cost, recipientKey: 'a hash' };
    expect(accepted(sending, by)).toMatchObject({ cost, recipientKey: 'a hash', state: 'sent' });
  });

  it('that was refused for now waits until then, with the answer', () => {
    const until = {
      notBefore: inSeconds(5),
      template: 'activation-code',
      provider: 'ses',
      lastAnswer: 'http-503',
    } as const;
    expect(postponed(sending, until)).toEqual({ ...sending, ...until, state: 'queued' });
  });

  it('that failed before anybody was asked names nobody', () => {
    expect(failed(sending, { reason: 'code-over' })).toEqual({
      ...sending,
      state: 'failed',
      reason: 'code-over',
      template: null,
      provider: null,
      lastAnswer: null,
    });
  });

  it('that failed at a provider names it, its answer, and the recipient that it refused', () => {
    const because = {
      reason: 'bounced',
      template: 'activation-code',
      provider: 'ses',
      lastAnswer: 'http-400',
      bounce: { reason: 'rejected', recipientKey: 'a hash' },
    } as const;
    expect(failed(sending, because)).toEqual({ ...sending, state: 'failed', ...because });
  });

  it('is a dead letter where somebody waits for it and does not get it', () => {
    expect(LOSSES.every(isLoss)).toBe(true);
    expect([...LOSSES].sort()).toEqual(['deadline-passed', 'refused']);
    for (const reason of [
      'code-over',
      'code-unknown',
      'notice-over',
      'notice-unknown',
      'nobody',
      'suppressed',
      'bounced',
    ])
      expect({ reason, isLoss: isLoss(reason) }).toEqual({ reason, isLoss: false });
  });
});

describe('an event of a delivery', () => {
  it.each([
    ['message.sent.v1', messageSent, ['channel', 'messageId', 'provider', 'template', 'userId']],
    [
      'message.retried.v1',
      messageRetried,
      ['channel', 'codeId', 'messageId', 'noticeId', 'round', 'sendAfter', 'userId'],
    ],
  ])('leaves everything to the statement that saves the delivery: %s', (type, event, awaited) => {
    expect({ ...event, awaits: [...event.awaits].sort() }).toEqual({ type, data: {}, awaits: awaited });
  });
});

describe('an event of a provider', () => {
  const report = { channel: 'sms', provider: 'twilio', processId: 'process-1', reason: 'http-500' } as const;

  it('says why the first process stopped asking it', () => {
    const opened = providerChanged(ID, { ...report, state: 'open' });
    expect(opened).toEqual({
      id: ID,
      subject: 'process-1',
      type: 'provider.opened.v1',
      data: { channel: 'sms', provider: 'twilio', reason: 'http-500' },
    });
  });

  it('needs no reason when the last process asks it again', () => {
    const closed = providerChanged(ID, { ...report, state: 'closed' });
    expect(closed).toEqual({
      id: ID,
      subject: 'process-1',
      type: 'provider.closed.v1',
      data: { channel: 'sms', provider: 'twilio' },
    });
  });
});

describe('a mail', () => {
  it('carries a code for a sign-up, a change of address and a new password, and no other does', () => {
    const codes = ['activation-code', 'email-change-code', 'password-reset-code'];
    expect(Object.values(CODE_TEMPLATES).sort()).toEqual(codes);
    expect(Object.values(CODE_TEMPLATES).every(carriesCode)).toBe(true);
    for (const template of [...Object.values(TAKEN_TEMPLATES), ...Object.values(NOTICE_TEMPLATES)])
      expect({ template, carriesCode: carriesCode(template) }).toEqual({ template, carriesCode: false });
  });

  it('that anyone may request for any address is the one for a new password alone', () => {
    expect(Object.values(CODE_TEMPLATES).filter(isForAnyAddress)).toEqual(['password-reset-code']);
  });

  it('of each kind has a template of its own', () => {
    const all = [CODE_TEMPLATES, TAKEN_TEMPLATES, NOTICE_TEMPLATES].flatMap((kind) => Object.values(kind));
    expect(new Set(all).size).toBe(3 + 2 + 5);
    for (const template of Object.values(NOTICE_TEMPLATES)) expect(template).toMatch(/-notice$/);
    expect(Object.values(TAKEN_TEMPLATES)).toEqual(['account-exists', 'email-change-taken']);
  });
});
