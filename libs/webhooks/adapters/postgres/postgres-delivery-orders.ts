import type { RecordedEvent } from '@gatehouse/kernel';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { DeliveryIdOf } from '../../application/ports/deliveries.js';
import { webhooksEventTypes } from '../../contract/events.js';
import { DELIVERY_SECONDS } from '../../domain/delivery/decide-after-answer.js';
import type { DeliveryOrders, OrderedDelivery } from '../jobs/webhook-orders.js';

interface MatchRow {
  readonly application: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly webhook_id: string;
  readonly is_disabled: boolean;
}

/** Notes which event goes to which webhook. Noted twice, it is one delivery. */
export class PostgresDeliveryOrders implements DeliveryOrders {
  constructor(
    private readonly database: Database,
    private readonly deliveryIdOf: DeliveryIdOf,
  ) {}

  async note(events: readonly RecordedEvent[]): Promise<readonly OrderedDelivery[]> {
    const matches = await this.#matches(events);
    if (matches.length === 0) return [];
    const rows = matches.map((match) => ({ ...match, id: this.deliveryIdOf(match.event_id, match.webhook_id) }));
    // While a webhook is disabled its events are noted as failed: they can be ordered again once it is back.
    await this.database.query(
      (sql) => sql`
        insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state,
          next_attempt_at, deadline, failure, created_at, ended_at)
        select application, id, webhook_id, event_id, event_type, event_id,
          case when is_disabled then 'failed' else 'pending' end, case when not is_disabled then now.now end,
          now.now + make_interval(secs => ${DELIVERY_SECONDS}), case when is_disabled then 'webhook-disabled' end,
          now.now, case when is_disabled then now.now end
        from jsonb_to_recordset(${sql.json(rows as never)}) as delivery (application text, id uuid, webhook_id uuid,
          event_id uuid, event_type text, is_disabled boolean), (select gatehouse.now() as now) as now
        on conflict (application, id) do nothing`,
    );
    return rows
      .filter((row) => !row.is_disabled)
      .map(({ application, id, event_id }) => ({ application, deliveryId: id, run: event_id }));
  }

  async areWanted(): Promise<boolean> {
    const row = await this.database.decide<{ wanted: boolean }>(
      (sql) => sql`
${decided(sql, sql`select exists (select 1 from gatehouse.webhooks) as wanted`)}`,
    );
    return row?.wanted === true;
  }

  async #matches(events: readonly RecordedEvent[]): Promise<readonly MatchRow[]> {
    const asked = events.map(({ application, id, type, data, occurredAt }) => ({
      application,
      id,
      type,
      occurred_at: occurredAt,
      // A test is for one webhook, enabled or not; its own creation is no news to it.
      target: type === webhooksEventTypes.webhookPinged ? (data as { webhookId: string }).webhookId : null,
      created: type === webhooksEventTypes.webhookCreated ? (data as { webhookId: string }).webhookId : null,
    }));
    return this.database.query<MatchRow>(
      (sql) => sql`
        select webhook.application, event.id as event_id, event.type as event_type, webhook.id as webhook_id,
          webhook.disabled_at is not null and event.target is null as is_disabled
        from jsonb_to_recordset(${sql.json(asked as never)}) as event (application text, id uuid, type text,
          occurred_at timestamptz, target uuid, created uuid)
        join gatehouse.webhooks as webhook on webhook.application = event.application
        where case when event.target is not null then webhook.id = event.target
          -- Events are handed over to the millisecond.
          else webhook.id is distinct from event.created and event.occurred_at >= date_trunc('milliseconds', webhook.created_at)
            and (webhook.types is null or event.type = any(webhook.types)) end`,
    );
  }
}
