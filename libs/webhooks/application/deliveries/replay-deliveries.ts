import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { ReplayDeliveries, ReplayDelivery } from '../../contract/commands/deliveries.js';
import { deliveriesReplayed, deliveryReplayed } from '../../domain/webhook/webhook.js';
import type { Deliveries } from '../ports/deliveries.js';

/** As many as one event can name, and one statement can order in no time. */
const MOST = 500;

export class ReplayDeliveriesHandler implements CommandHandler<ReplayDeliveries> {
  constructor(private readonly ports: { readonly deliveries: Deliveries; readonly ids: IdGenerator }) {}

  async faultsIn({ from, to }: FieldsOf<ReplayDeliveries>): Promise<readonly FieldError[]> {
    return wrongTimes({ ...(from && { from }), ...(to && { to }) });
  }

  async execute(command: ReplayDeliveries, context: CommandContext): Promise<ResultOf<ReplayDeliveries>> {
    const { webhookId, delivered, after } = command;
    const [from, to] = [new Date(command.from), command.to ? new Date(command.to) : null];
    const errors = wrongTimes({ from: command.from, ...(command.to && { to: command.to }) });
    if (errors.length > 0) return err(refusal('validation-failed', { errors }));
    const range = {
      from,
      to,
      delivered: delivered ?? false,
      after: after ?? null,
      limit: MOST,
    };
    const event = deliveriesReplayed(this.ports.ids.next(), webhookId);
    const ordered = await this.ports.deliveries.replayRange({ webhookId, event, ...range }, context);
    if (!ordered) return err(refusal('webhook-unknown'));
    return ok({ replayed: ordered.count, nextAfter: ordered.count === MOST ? ordered.last : null });
  }
}

export class ReplayDeliveryHandler implements CommandHandler<ReplayDelivery> {
  constructor(private readonly ports: { readonly deliveries: Deliveries; readonly ids: IdGenerator }) {}

  async execute(command: ReplayDelivery, context: CommandContext): Promise<ResultOf<ReplayDelivery>> {
    const { webhookId, deliveryId } = command;
    const event = deliveryReplayed(this.ports.ids.next(), webhookId, deliveryId);
    const outcome = await this.ports.deliveries.replay({ webhookId, deliveryId, event }, context);
    return outcome === 'ordered' ? ok(null) : err(refusal(outcome));
  }
}

/** RFC 3339 knows more times than calendars and databases do: a 60th second, a year 0. */
const wrongTimes = (times: Readonly<Record<string, string>>): FieldError[] =>
  Object.entries(times)
    .filter(([, text]) => !(Date.parse(text) >= 0))
    .map(([name]) => ({ pointer: `/${name}`, code: 'value-invalid', message: 'Must be a time since 1970' }));
