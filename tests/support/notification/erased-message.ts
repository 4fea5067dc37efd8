import { createHash, randomUUID } from 'node:crypto';
import { DeliverMessage, type DeliveryOutcome } from '@gatehouse/notification/contract';
import type { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import type { PostgresMessageRecords } from '../../../libs/notification/adapters/postgres/delivery/postgres-message-records.js';
import type { PostgresOutcomes } from '../../../libs/notification/adapters/postgres/outcomes/postgres-outcomes.js';
import {
  DeliverMessageHandler,
  type DeliverMessagePorts,
} from '../../../libs/notification/application/delivery/deliver-message.js';
import type { Codes } from '../../../libs/notification/application/ports/codes.js';
import type { DeliveryRepository } from '../../../libs/notification/application/ports/delivery-repository.js';
import { FakeNotices } from './fake-notices.js';
import { plainLook } from './plain-look.js';

export type Schedule = readonly string[];

interface Parts {
  readonly deliveries: PostgresDeliveryRepository;
  readonly records: PostgresMessageRecords;
  readonly outcomes: PostgresOutcomes;
}

const HOUR_MS = 3_600_000;
const APPLICATION = 'default';
const context = { application: APPLICATION, network: null, requestId: 'tests' };

/** A message whose attempt, erasure and reports take their steps in the order that a test says. */
export class ErasedMessage {
  readonly id = randomUUID();
  readonly userId = randomUUID();
  readonly #codeId = randomUUID();
  /** What registration knows: nothing of the code once its account is erased. */
  #isGone = false;
  #isAccepted = false;
  #sendAfter = new Date();
  #attempt: Promise<unknown> | undefined;
  #isOver = false;
  /** The attempt waits here for its next step. */
  #next = Promise.withResolvers<void>();
  #arrived = Promise.withResolvers<void>();

  /** @param owner whether the order says whose message it is, or only the code, when it is sent */
  constructor(
    private readonly parts: Parts,
    private readonly owner: 'known' | 'late',
  ) {}

  /** Any step that is none of the others is the attempt's next, whatever it is about to do. */
  async play(schedule: Schedule, { settles = true } = {}): Promise<void> {
    const steps: Readonly<Record<string, () => unknown>> = {
      account: () => {
        this.#isGone = true;
      },
      records: () => this.erase(),
      report: () => this.report(),
      expire: () => {
        this.#sendAfter = new Date(Date.now() - HOUR_MS);
      },
      another: () => this.#deliver(),
      'begin-and-die': () => this.#deliver(dying).catch(() => undefined),
    };
    for (const step of schedule) await (steps[step] ?? (() => this.#advance()))();
    while (!this.#isOver) await this.#advance();
    await this.#attempt;
    // A job whose worker died is done again.
    if (settles && schedule.includes('begin-and-die')) await this.#deliver();
  }

  erase(): Promise<void> {
    return this.parts.records.erase({ application: APPLICATION, userId: this.userId });
  }

  async report(): Promise<void> {
    const told = {
      deliveryId: this.id,
      outcome: 'hard-bounced',
      at: new Date(),
      reason: 'mailbox-unavailable',
    } as const;
    await this.parts.outcomes.record({ channel: 'mail', provider: 'mailjet' }, [told]);
  }

  async #advance(): Promise<void> {
    if (this.#isOver) return;
    if (this.#attempt === undefined) {
      this.#attempt = this.#deliver((ports) => this.#stepwise(ports)).finally(() => {
        this.#isOver = true;
        this.#arrived.resolve();
      });
      await this.#arrived.promise;
    }
    this.#arrived = Promise.withResolvers<void>();
    this.#next.resolve();
    await this.#arrived.promise;
  }

  async #step<T>(act: () => Promise<T>): Promise<T> {
    this.#next = Promise.withResolvers<void>();
    this.#arrived.resolve();
    await this.#next.promise;
    return act();
  }

  #stepwise(ports: DeliverMessagePorts): DeliverMessagePorts {
    const { deliveries, codes, provider } = ports;
    return {
      ...ports,
      deliveries: {
        beginAttempt: (order) => this.#step(() => deliveries.beginAttempt(order)),
        own: (delivery, userId) => this.#step(() => deliveries.own(delivery, userId)),
        save: (delivery) => this.#step(() => deliveries.save(delivery)),
      },
      codes: {
        ...codes,
        dispatch: (...call) => this.#step(() => codes.dispatch(...call)),
        start: (...call) => this.#step(() => codes.start(...call)),
        abandon: (...call) => this.#step(() => codes.abandon(...call)),
      },
      provider: { ...provider, send: (mail) => this.#step(() => provider.send(mail)) },
    };
  }

  async #deliver(
    changed: (ports: DeliverMessagePorts) => DeliverMessagePorts = (ports) => ports,
  ): Promise<DeliveryOutcome> {
    const handler = new DeliverMessageHandler(changed(this.#ports()));
    const command = Object.assign(new DeliverMessage(), {
      deliveryId: this.id,
      userId: this.owner === 'known' ? this.userId : null,
      codeId: this.#codeId,
      channel: 'mail',
      sendAfter: this.#sendAfter.toISOString(),
    });
    const result = await handler.execute(command, context);
    if (!result.ok) throw new Error('A message was refused');
    return result.value;
  }

  #ports(): DeliverMessagePorts {
    const provider = { name: 'mailjet', sendTimeoutSeconds: 10 };
    const accepted = { kind: 'accepted', providerMessageId: randomUUID() } as const;
    const link = async () => 'https://shop.example';
    return {
      deliveries: this.parts.deliveries,
      codes: this.#codes(),
      notices: new FakeNotices(),
      senders: {
        of: async () => ({ application: 'shop', applicationName: 'Shop', defaultLocale: 'en', look: plainLook }),
      },
      links: { activation: link, host: link, emailUndo: link, reset: link },
      renderer: { render: async () => ({ subject: '', text: '', html: '', recipientName: null }) },
      provider: { ...provider, send: async () => accepted },
      textRenderer: { render: () => '' },
      textProvider: { ...provider, send: async () => accepted },
      textCosts: { of: () => null, spent: () => undefined },
      suppressions: {
        keyOf: (_application, recipient) => createHash('sha256').update(JSON.stringify(recipient)).digest('hex'),
        find: async () => null,
      },
      followed: { has: () => true },
      clock: { now: () => new Date() },
      random: () => 0,
    };
  }

  #codes(): Codes {
    const isKnown = async () => !this.#isGone;
    return {
      dispatch: async () => {
        if (this.#isGone) return { kind: 'over', reason: 'code-unknown' };
        if (this.#isAccepted) return { kind: 'already-accepted' };
        return {
          kind: 'code',
          purpose: this.owner === 'known' ? 'activation' : 'password-reset',
          recipient: { email: `${this.userId}@example.org`, name: null },
          userId: this.userId,
          locale: null,
          digits: '0042',
          number: 1,
          lifeSeconds: 60,
          redirect: null,
        };
      },
      start: async () => {
        this.#isAccepted ||= !this.#isGone;
        return isKnown();
      },
      tell: async () => undefined,
      abandon: isKnown,
    };
  }
}

/** The process dies when the attempt has begun. */
const dying = (ports: DeliverMessagePorts): DeliverMessagePorts => {
  const deliveries: DeliveryRepository = {
    beginAttempt: async (order) => {
      await ports.deliveries.beginAttempt(order);
      throw new Error('Killed');
    },
    own: () => Promise.reject(new Error('Killed')),
    save: () => Promise.reject(new Error('Killed')),
  };
  return { ...ports, deliveries };
};
