import type { CommandContext } from '@gatehouse/kernel';
import { DeliverMessage, type DeliveryOutcome } from '@gatehouse/notification/contract';
import { DeliverMessageHandler } from '../../../libs/notification/application/delivery/deliver-message.js';
import type {
  OutgoingMail,
  OutgoingText,
  ProviderAnswer,
} from '../../../libs/notification/application/ports/providers.js';
import type { Message, Sender, TextMessage } from '../../../libs/notification/domain/message/message.js';
import type { Suppression } from '../../../libs/notification/domain/message/outcome.js';
import { costOf, type PriceTable, type TextCost } from '../../../libs/notification/domain/message/text-cost.js';
import { FakeCodes } from './fake-codes.js';
import { FakeNotices } from './fake-notices.js';
import { InMemoryDeliveries } from './in-memory-deliveries.js';
import { plainLook } from './plain-look.js';

const START = new Date('2026-05-01T12:00:00.000Z');
export const DELIVERY = '0197a000-0000-7000-8000-000000000001';
export const CODE = '0197a000-0000-7000-8000-000000000002';
export const USER = '0197a000-0000-7000-8000-000000000003';
/** What the code is told when its mail is about to go out. */
export const DISPATCH = `dispatch ${CODE} for 10 s`;

export const ACCEPTED = { kind: 'accepted', providerMessageId: 'uuid-1' } as const satisfies ProviderAnswer;
export const FAILING = {
  kind: 'refused',
  retryable: true,
  reason: 'http-500',
  status: 500,
} as const satisfies ProviderAnswer;
export const REFUSED = {
  kind: 'refused',
  retryable: false,
  reason: 'http-400 mj-0013',
  status: 400,
} as const satisfies ProviderAnswer;

const order = {
  deliveryId: DELIVERY,
  userId: USER,
  codeId: CODE,
  sendAfter: START.toISOString(),
};
const context: CommandContext = { application: 'acme', network: null, requestId: 'request-1' };

/** That long after the message was ordered. */
export const later = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

/** One message on its way, between codes, notices and providers that behave as a test says. */
export class DeliveryStage {
  now = START;
  readonly codes = new FakeCodes();
  readonly notices = new FakeNotices();
  readonly deliveries = new InMemoryDeliveries(() => this.now);
  readonly mails: OutgoingMail[] = [];
  readonly texts: OutgoingText[] = [];
  /** What an SMS costs, if anyone says so, and what was told of it. */
  prices: PriceTable | null = null;
  readonly spent: (TextCost & { readonly application: string })[] = [];
  /** What was rendered. */
  readonly messages: Message[] = [];
  readonly textMessages: TextMessage[] = [];
  /** What the provider says next; it accepts when nothing is left. */
  answers: (ProviderAnswer | Error)[] = [];
  sendingTakesSeconds = 0;
  /** Why nothing is sent to the recipient; null: it is. */
  suppression: Suppression | null = null;
  /** Whether the provider tells afterwards what has become of a message. */
  isFollowed = false;
  /** What the application has set of its messages' sender. */
  sender: Partial<Sender> = {};

  /** One attempt, as its job makes it. */
  async deliver(channel: 'mail' | 'sms' = 'mail', changes: Partial<DeliverMessage> = {}): Promise<DeliveryOutcome> {
    const handler = new DeliverMessageHandler({
      deliveries: this.deliveries,
      codes: this.codes,
      senders: {
        of: async (application) => ({
          application,
          applicationName: `The ${application}`,
          defaultLocale: 'fr',
          look: plainLook,
          ...this.sender,
        }),
      },
      notices: this.notices,
      links: {
        activation: async (application, { userId, digits }) => `https://${application}/#${userId}-${digits}`,
        host: async (application) => `${application}.example`,
        emailUndo: async (application, { token }) => `https://${application}/undo#${token}`,
        reset: async (application, proof) => `https://${application}/reset#${proof?.digits ?? ''}`,
      },
      renderer: {
        render: async (message) => {
          this.messages.push(message);
          const text = message.content.template === 'activation-code' ? message.content.digits : 'none';
          return { subject: 'Subject', text, html: `<p>${text}</p>`, recipientName: message.recipient.name };
        },
      },
      provider: {
        name: 'mailjet',
        sendTimeoutSeconds: 10,
        send: async (mail) => {
          this.mails.push(mail);
          this.now = new Date(this.now.getTime() + this.sendingTakesSeconds * 1000);
          const answer = this.answers.shift() ?? ACCEPTED;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
      textRenderer: {
        render: (message) => {
          this.textMessages.push(message);
          return `${message.sender.applicationName}\n${message.content.digits}`;
        },
      },
      textProvider: {
        name: 'twilio',
        sendTimeoutSeconds: 7,
        send: async (text) => {
          this.texts.push(text);
          return (this.answers.shift() as ProviderAnswer | undefined) ?? ACCEPTED;
        },
      },
      textCosts: {
        of: (text) => this.prices && costOf(text, this.prices),
        spent: (application, cost) => this.spent.push({ application, ...cost }),
      },
      suppressions: {
        keyOf: (application, recipient) => `${application}: ${JSON.stringify(recipient)}`,
        find: async () => this.suppression,
      },
      followed: { has: (_, provider) => this.isFollowed && provider !== 'silent' },
      clock: { now: () => this.now },
      random: () => 0,
    });
    const result = await handler.execute(Object.assign(new DeliverMessage(), order, { channel }, changes), context);
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  }

  /** What is written of it. */
  delivery() {
    return this.deliveries.find('acme', DELIVERY);
  }
}
