import type { CommandContext } from '@gatehouse/kernel';
import { DeliverMessage, type DeliveryOutcome } from '@gatehouse/notification/contract';
import { DeliverMessageHandler } from '../../../libs/notification/application/commands/deliver-message.js';
import type { OutgoingMail } from '../../../libs/notification/application/ports/mail-provider.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/provider-answer.js';
import type { OutgoingText } from '../../../libs/notification/application/ports/text-provider.js';
import type { Message } from '../../../libs/notification/domain/message/message.js';
import { FakeActivationCodes } from '../../support/notification/fake-activation-codes.js';
import { FakeNotices } from '../../support/notification/fake-notices.js';
import { InMemoryDeliveries } from '../../support/notification/in-memory-deliveries.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const DELIVERY = '0197a000-0000-7000-8000-000000000001';
const CODE = '0197a000-0000-7000-8000-000000000002';
const context: CommandContext = { application: 'acme', network: null, requestId: 'request-1' };
const command = Object.assign(new DeliverMessage(), {
  deliveryId: DELIVERY,
  userId: '0197a000-0000-7000-8000-000000000003',
  codeId: CODE,
  channel: 'mail',
  sendAfter: START.toISOString(),
});
const ACCEPTED: ProviderAnswer = { kind: 'accepted', providerMessageId: 'uuid-1' };
const FAILING: ProviderAnswer = { kind: 'refused', retryable: true, reason: 'http-500', status: 500 };
const REFUSED: ProviderAnswer = { kind: 'refused', retryable: false, reason: 'http-400 mj-0013', status: 400 };
const DISPATCH = `dispatch ${CODE} for 10 s`;

let now: Date;
let codes: FakeActivationCodes;
let notices: FakeNotices;
let deliveries: InMemoryDeliveries;
let mails: OutgoingMail[];
let texts: OutgoingText[];
let messages: Message[];
let answers: (ProviderAnswer | Error)[];
let sendingTakesSeconds: number;

beforeEach(() => {
  now = START;
  codes = new FakeActivationCodes();
  notices = new FakeNotices();
  deliveries = new InMemoryDeliveries(() => now);
  mails = [];
  texts = [];
  messages = [];
  answers = [];
  sendingTakesSeconds = 0;
});

const later = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

async function deliver(
  channel: 'mail' | 'sms' = 'mail',
  changes: Partial<DeliverMessage> = {},
): Promise<DeliveryOutcome> {
  const handler = new DeliverMessageHandler({
    deliveries,
    codes,
    senders: {
      of: async (application) => ({ application, applicationName: `The ${application}`, defaultLocale: 'fr' }),
    },
    notices,
    links: {
      activation: async (application, { userId, digits }) => `https://${application}/#${userId}-${digits}`,
      emailUndo: async (application, { token }) => `https://${application}/undo#${token}`,
      reset: async (application, proof) => `https://${application}/reset#${proof?.digits ?? ''}`,
    },
    renderer: {
      render: async (message) => {
        messages.push(message);
        const text = message.content.template === 'activation-code' ? message.content.digits : 'none';
        return { subject: 'Subject', text, html: `<p>${text}</p>`, recipientName: message.recipient.name };
      },
    },
    provider: {
      name: 'mailjet',
      sendTimeoutSeconds: 10,
      send: async (mail) => {
        mails.push(mail);
        now = new Date(now.getTime() + sendingTakesSeconds * 1000);
        const answer = answers.shift() ?? ACCEPTED;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    textRenderer: { render: ({ content, sender }) => `${sender.applicationName}\n${content.digits}` },
    textProvider: {
      name: 'twilio',
      sendTimeoutSeconds: 7,
      send: async (text) => {
        texts.push(text);
        return (answers.shift() as ProviderAnswer | undefined) ?? ACCEPTED;
      },
    },
    clock: { now: () => now },
    random: () => 0,
  });
  const result = await handler.execute(Object.assign(new DeliverMessage(), command, { channel }, changes), context);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const delivery = () => deliveries.find('acme', DELIVERY);

describe('a message that the provider accepts', () => {
  it('is sent, its code started, and the delivery closed', async () => {
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(mails).toEqual([
      {
        deliveryId: DELIVERY,
        recipient: { email: 'ada@example.org', name: 'Ada' },
        subject: 'Subject',
        text: '0042',
        html: '<p>0042</p>',
      },
    ]);
    expect(delivery()).toMatchObject({ state: 'sent', attempts: 1, provider: 'mailjet', providerMessageId: 'uuid-1' });
  });

  it('costs four statements', async () => {
    await deliver();
    expect(deliveries.calls + codes.calls.length).toBe(4);
  });

  it('speaks in the application’s name and the person’s language', async () => {
    await deliver();
    expect(messages).toEqual([
      {
        recipient: { email: 'ada@example.org', name: 'Ada' },
        locale: 'en',
        sender: { application: 'acme', applicationName: 'The acme', defaultLocale: 'fr' },
        content: {
          template: 'activation-code',
          digits: '0042',
          number: 1,
          lifeSeconds: 60,
          activationUrl: `https://acme/#${command.userId}-0042`,
        },
      },
    ]);
  });

  it('is not sent again when it is asked for again', async () => {
    await deliver();
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(mails).toHaveLength(1);
    expect(codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
  });

  it('is not sent again when we died before the delivery was closed', async () => {
    await codes.start(CODE);
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(mails).toEqual([]);
    expect(delivery()).toMatchObject({ state: 'sent', template: null, providerMessageId: null });
  });
});

const taken = (purpose: 'activation' | 'email-change') =>
  ({ kind: 'account-exists', purpose, recipient: { email: 'ada@example.org', name: null }, locale: null }) as const;

describe('a message to somebody who has an account', () => {
  beforeEach(() => {
    codes.dispatched = taken('activation');
  });

  it('says so, and is booked like any other', async () => {
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(messages[0]?.content).toEqual({ template: 'account-exists' });
    expect(mails[0]?.recipient).toEqual({ email: 'ada@example.org', name: null });
    expect(codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(delivery()).toMatchObject({ state: 'sent', template: 'account-exists' });
  });

  it('says something else where it was another account that was to move to the address', async () => {
    codes.dispatched = taken('email-change');
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(messages[0]?.content).toEqual({ template: 'email-change-taken' });
    expect(delivery()).toMatchObject({ state: 'sent', template: 'email-change-taken' });
  });
});

describe('a message that the provider refuses for now', () => {
  it('is tried again after the back-off, and waits until then', async () => {
    answers = [FAILING];
    expect(await deliver()).toEqual({ outcome: 'retry', at: later(0.25) });
    expect(codes.calls).toEqual([DISPATCH]);
    expect(delivery()).toMatchObject({ state: 'queued', attempts: 1, notBefore: later(0.25), lastAnswer: 'http-500' });
  });

  it('costs three statements', async () => {
    answers = [FAILING];
    await deliver();
    expect(deliveries.calls + codes.calls.length).toBe(3);
  });

  it('waits as long as the provider asks', async () => {
    answers = [{ ...FAILING, retryAfterSeconds: 7 }];
    expect(await deliver()).toEqual({ outcome: 'retry', at: later(7) });
  });

  it('waits from the refusal on, not from the beginning of the attempt', async () => {
    answers = [FAILING];
    sendingTakesSeconds = 9;
    expect(await deliver()).toEqual({ outcome: 'retry', at: later(9.25) });
  });

  it('carries the same digits each time, until it is accepted', async () => {
    answers = [FAILING, FAILING, FAILING, ACCEPTED];
    const outcomes: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const result = await deliver();
      outcomes.push(result.outcome);
      if (result.outcome === 'retry') now = result.at;
    }
    expect(outcomes).toEqual(['retry', 'retry', 'retry', 'sent']);
    expect(new Set(mails.map(({ text }) => text))).toEqual(new Set(['0042']));
    expect(delivery()).toMatchObject({ state: 'sent', attempts: 4 });
  });

  it('is dead when it is refused until its deadline, and its code with it', async () => {
    const waits: number[] = [];
    for (;;) {
      answers = [FAILING];
      const result = await deliver();
      if (result.outcome !== 'retry') {
        expect(result).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
        break;
      }
      waits.push(result.at.getTime() - now.getTime());
      now = result.at;
    }
    expect(now.getTime()).toBeLessThan(later(600).getTime());
    expect(waits.length).toBeGreaterThan(8);
    expect(codes.calls.at(-1)).toBe(`abandon ${CODE}: deadline-passed`);
    expect(delivery()).toMatchObject({ state: 'failed', reason: 'deadline-passed', lastAnswer: 'http-500' });
  });

  it('is dead at once when the provider asks for more time than is left', async () => {
    answers = [{ ...FAILING, retryAfterSeconds: 600 }];
    expect(await deliver()).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(codes.calls).toEqual([DISPATCH, `abandon ${CODE}: deadline-passed`]);
    expect(deliveries.calls + codes.calls.length).toBe(4);
  });
});

describe('a message that the provider refuses for good', () => {
  it('is dead, and its code with it', async () => {
    answers = [REFUSED];
    expect(await deliver()).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(codes.calls).toEqual([DISPATCH, `abandon ${CODE}: refused`]);
    expect(delivery()).toMatchObject({ state: 'failed', reason: 'refused', lastAnswer: 'http-400 mj-0013' });
  });

  it('stays dead', async () => {
    answers = [REFUSED];
    await deliver();
    expect(await deliver()).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(mails).toHaveLength(1);
  });
});

describe('a message past its deadline', () => {
  it('is never sent, not even once', async () => {
    now = later(600);
    expect(await deliver()).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(mails).toEqual([]);
    expect(codes.calls).toEqual([`abandon ${CODE}: deadline-passed`]);
    expect(delivery()).toMatchObject({ state: 'failed', reason: 'deadline-passed', lastAnswer: null });
  });

  it('is still sent a moment before it', async () => {
    now = later(599.999);
    expect(await deliver()).toEqual({ outcome: 'sent' });
  });

  it('has the deadline of its first order', async () => {
    answers = [FAILING];
    await deliver();
    now = later(601);
    expect(await deliver()).toMatchObject({ outcome: 'dead' });
  });
});

describe('a message that nobody waits for any more', () => {
  it.each(['code-over', 'code-unknown'] as const)('is dropped: %s', async (reason) => {
    codes.dispatched = { kind: 'over', reason };
    expect(await deliver()).toEqual({ outcome: 'dead', reason });
    expect(mails).toEqual([]);
    expect(codes.calls).toEqual([DISPATCH]);
    expect(delivery()).toMatchObject({ state: 'failed', reason });
  });
});

describe('a fault of our own', () => {
  it('is thrown, and the next attempt takes the message up again', async () => {
    answers = [new Error('a bug')];
    await expect(deliver()).rejects.toThrow('a bug');
    expect(delivery()).toMatchObject({ state: 'sending', attempts: 1 });
    expect(await deliver()).toEqual({ outcome: 'sent' });
    expect(delivery()).toMatchObject({ state: 'sent', attempts: 2 });
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
    codes.dispatched = { ...text, recipient: { phone: '+33612345678' } };
  });

  it('goes out as a text message, for as long as its provider may take', async () => {
    expect(await deliver('sms')).toEqual({ outcome: 'sent' });
    expect(codes.calls).toEqual([`dispatch ${CODE} for 7 s`, `start ${CODE}`]);
    expect(texts).toEqual([{ phone: '+33612345678', text: 'The acme\n004217' }]);
    expect(mails).toEqual([]);
    expect(delivery()).toMatchObject({ state: 'sent', channel: 'sms', template: 'phone-code', provider: 'twilio' });
  });

  it('comes again when it was refused for now, and is dead when refused for good', async () => {
    answers = [FAILING];
    expect(await deliver('sms')).toMatchObject({ outcome: 'retry' });
    answers = [REFUSED];
    expect(await deliver('sms')).toEqual({ outcome: 'dead', reason: 'refused' });
    expect(codes.calls.at(-1)).toBe(`abandon ${CODE}: refused`);
  });
});

it.each([
  ['email-change', 'email-change-code', undefined],
  ['password-reset', 'password-reset-code', 'https://acme/reset#0042'],
] as const)('a code for %s has its own words and page', async (purpose, template, resetUrl) => {
  const recipient = { email: 'ada@example.org', name: null };
  const code = { digits: '0042', number: 1, lifeSeconds: 60, userId: command.userId };
  codes.dispatched = { kind: 'code', purpose, recipient, locale: 'en', ...code };
  await deliver();
  expect(messages[0]?.content).toEqual({
    template,
    digits: '0042',
    number: 1,
    lifeSeconds: 60,
    ...(resetUrl && { resetUrl }),
  });
});

describe('a code that was asked for an address', () => {
  const ofNobody = { userId: null };

  it('is known to be its owner’s once it is sent', async () => {
    await deliver('mail', ofNobody);
    expect(delivery()).toMatchObject({ state: 'sent', userId: command.userId });
  });

  it('goes nowhere where the address is nobody’s, and lives all the same', async () => {
    codes.dispatched = { kind: 'nobody' };
    expect(await deliver('mail', ofNobody)).toEqual({ outcome: 'dead', reason: 'nobody' });
    expect(codes.calls).toEqual([DISPATCH, `start ${CODE}`]);
    expect(mails).toEqual([]);
    expect(delivery()).toMatchObject({ state: 'failed', reason: 'nobody', userId: null });
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
    notices.dispatched = { ...notices.notice, notice: kind };
    expect(await deliver('mail', notice)).toEqual({ outcome: 'sent' });
    expect(messages[0]?.content).toEqual(content);
    expect(mails[0]?.recipient).toEqual({ email: 'ada@example.org', name: 'Ada' });
    expect(notices.calls).toEqual([`dispatch ${NOTICE}`, `start ${NOTICE}`]);
    expect(codes.calls).toEqual([]);
    expect(delivery()).toMatchObject({ state: 'sent', codeId: null, noticeId: NOTICE, template: content.template });
  });

  it('of a changed address carries what undoes it', async () => {
    notices.dispatched = { ...notices.notice, notice: 'email-changed', undo: { token: 'T', lifeSeconds: 259_200 } };
    await deliver('mail', notice);
    const content = { template: 'email-change-notice', undoUrl: 'https://acme/undo#T', undoSeconds: 259_200 };
    expect(messages[0]?.content).toEqual(content);
  });

  it('is not sent again when we died before the delivery was closed', async () => {
    await notices.start(NOTICE);
    expect(await deliver('mail', notice)).toEqual({ outcome: 'sent' });
    expect(mails).toEqual([]);
  });

  it('is still worth sending after hours, and a dead letter after a day', async () => {
    answers = [FAILING, FAILING];
    await deliver('mail', notice);
    now = later(86_000);
    expect(await deliver('mail', notice)).toMatchObject({ outcome: 'retry' });
    now = later(86_400);
    expect(await deliver('mail', notice)).toEqual({ outcome: 'dead', reason: 'deadline-passed' });
    expect(notices.calls.at(-1)).toBe(`abandon ${NOTICE}: deadline-passed`);
  });

  it.each(['notice-over', 'notice-unknown'] as const)('is dropped when its account is gone: %s', async (reason) => {
    notices.dispatched = { kind: 'over', reason };
    expect(await deliver('mail', notice)).toEqual({ outcome: 'dead', reason });
    expect(mails).toEqual([]);
  });
});
