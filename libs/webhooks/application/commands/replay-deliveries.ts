import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { ReplayDeliveries } from '../../contract/commands/replay-deliveries.js';
import type { Deliveries } from '../ports/deliveries.js';

/** As many as one event can name, and one statement can order in no time. */
const MOST = 500;

export class ReplayDeliveriesHandler implements CommandHandler<ReplayDeliveries> {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly ids: IdGenerator,
  ) {}

  async execute(command: ReplayDeliveries, context: CommandContext): Promise<ResultOf<ReplayDeliveries>> {
    const { webhookId, delivered, after } = command;
    const [from, to] = [new Date(command.from), command.to ? new Date(command.to) : null];
    const wrong = [...(isTime(from) ? [] : ['/from']), ...(to === null || isTime(to) ? [] : ['/to'])];
    if (wrong.length > 0) return err(refusal('validation-failed', { errors: wrong.map(noTime) }));
    const range = {
      from,
      to,
      delivered: delivered ?? false,
      after: after ?? null,
      limit: MOST,
    };
    const ordered = await this.deliveries.replayRange({ webhookId, eventId: this.ids.next(), ...range }, context);
    if (!ordered) return err(refusal('webhook-unknown'));
    return ok({ replayed: ordered.count, nextAfter: ordered.count === MOST ? ordered.last : null });
  }
}

/** RFC 3339 knows more times than calendars and databases do: a 60th second, a year 0. */
const isTime = (time: Date): boolean => time.getTime() >= 0;

const noTime = (pointer: string) => ({ pointer, code: 'value-invalid', message: 'Must be a time since 1970' });
