import type { Cursor, EventHold } from '@gatehouse/platform/events';
import type { Database } from '@gatehouse/platform/postgres';

/** Webhooks that are still to be sent an event: its content is read from the log at every attempt. */
export class PendingDeliveries implements EventHold {
  constructor(private readonly database: Database) {}

  async behind({ epoch, transactionId, position }: Cursor): Promise<readonly string[]> {
    const rows = await this.database.query<{ application: string; webhook_id: string }>(
      (sql) => sql`
        select distinct delivery.application, delivery.webhook_id
        from gatehouse.webhook_deliveries as delivery
        join gatehouse.event_log as event on event.application = delivery.application and event.id = delivery.event_id
        where delivery.state = 'pending' and (event.epoch, event.transaction_id, event.position)
          <= (${epoch}::int, ${transactionId}::text::xid8, ${position}::text::bigint)
        order by delivery.application, delivery.webhook_id`,
    );
    return rows.map(({ application, webhook_id }) => `webhook ${webhook_id} of "${application}"`);
  }
}
