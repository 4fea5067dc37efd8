import type { CommandContext, NewEvent, RecordedEvent } from '@gatehouse/kernel';
import type { DeliveriesReplayed, WebhookDisabled } from '../../contract/events.js';
import type { Answer, Decision } from '../../domain/delivery/decide-after-answer.js';
import type { UnfinishedReplay } from '../../domain/webhook/webhook.js';
import type { SecretName } from './webhooks.js';

export interface DeliveryRun {
  readonly application: string;
  readonly deliveryId: string;
  readonly run: string;
}

/** What an attempt begins with. `over`: another order, an end, or no webhook any more. */
export type BegunAttempt =
  | { readonly kind: 'over' }
  /** The receiver is left alone until then. */
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'end'; readonly failure: 'deadline-passed' | 'webhook-disabled' | 'event-gone' }
  | {
      readonly kind: 'ready';
      readonly webhookId: string;
      readonly url: string;
      readonly secrets: readonly SecretName[];
      readonly event: RecordedEvent;
      /** This one included. */
      readonly attempts: number;
      readonly deadline: Date;
    };

export interface FinishedAttempt extends DeliveryRun {
  readonly webhookId: string;
  readonly answer: Answer;
  readonly decision: Decision;
  /** What happens should the webhook be disabled for this. */
  readonly disabled: NewEvent<WebhookDisabled>;
}

/** Keeps deliveries, and with them how their webhooks do. Each call is one atomic statement. */
export interface Deliveries {
  beginAttempt(run: DeliveryRun): Promise<{ readonly attempt: BegunAttempt; readonly now: Date }>;

  /** Notes the answer and what follows from it. Answers whether the webhook was disabled for it. */
  finish(attempt: FinishedAttempt): Promise<boolean>;

  /** Ends a delivery without another attempt. */
  end(run: DeliveryRun, failure: string): Promise<void>;

  /** Orders a delivery again; `unknown` names what is not there. */
  replay(
    order: {
      readonly webhookId: string;
      readonly deliveryId: string;
      readonly event: NewEvent<DeliveriesReplayed>;
    },
    context: CommandContext,
  ): Promise<'ordered' | 'webhook-unknown' | 'delivery-unknown'>;

  /** Null where there is no such webhook. */
  replayRange(
    order: {
      readonly webhookId: string;
      readonly event: UnfinishedReplay;
      readonly from: Date;
      readonly to: Date | null;
      readonly delivered: boolean;
      readonly after: string | null;
      readonly limit: number;
    },
    context: CommandContext,
  ): Promise<{ readonly count: number; readonly last: string | null } | null>;
}

/** Names the delivery of an event to a webhook: ordered twice, it is one. */
export type DeliveryIdOf = (eventId: string, webhookId: string) => string;

export interface OutgoingDelivery {
  readonly url: string;
  readonly event: RecordedEvent;
  /** Each makes a signature: two while one takes the other's place. */
  readonly secrets: readonly string[];
}

/** Carries an event to a receiver. Whatever goes wrong is an answer, never an exception. */
export interface WebhookSender {
  send(delivery: OutgoingDelivery): Promise<Answer>;
}
