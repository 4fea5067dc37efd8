import { type Database, IncompleteAnswer, type Sql } from '@gatehouse/platform/postgres';
import type { WebhookViews } from '../../application/ports/webhooks.js';
import type { DeliveryAttempt, DeliveryState, WebhookDelivery } from '../../contract/queries/find-deliveries.js';
import type { DisabledReason, Webhook } from '../../contract/queries/find-webhooks.js';

export interface WebhookRow {
  readonly id: string;
  readonly url: string;
  readonly types: string[] | null;
  readonly description: string | null;
  readonly disabled_reason: DisabledReason | null;
  readonly disabled_at: Date | null;
  readonly failing_since: Date | null;
  readonly previous_until: Date | null;
  readonly created_at: Date;
}

/** The columns of gatehouse.webhooks that make a webhook as others see it. */
export const webhookColumns = (sql: Sql) => sql`
  id, url, types, description, disabled_reason, disabled_at, failing_since, created_at,
  case when previous_until > gatehouse.now() then previous_until end as previous_until`;

export const webhookOf = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  types: row.types,
  description: row.description,
  state: row.disabled_reason === null ? 'enabled' : 'disabled',
  disabledReason: row.disabled_reason,
  disabledAt: row.disabled_at?.toISOString() ?? null,
  failingSince: row.failing_since?.toISOString() ?? null,
  previousSecretUntil: row.previous_until?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});

interface DeliveryRow {
  readonly id: string | null;
  readonly event_id: string;
  readonly event_type: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly answers: readonly DeliveryAttempt[];
  readonly created_at: Date;
  readonly next_attempt_at: Date | null;
  readonly ended_at: Date | null;
  readonly failure: string | null;
}

export class PostgresWebhookViews implements WebhookViews {
  /** @param database the one that is written to: who has just written wants to see it */
  constructor(private readonly database: Database) {}

  async ofApplication(application: string): Promise<Webhook[]> {
    const rows = await this.database.query<WebhookRow>(
      (sql) => sql`
        select ${webhookColumns(sql)} from gatehouse.webhooks as webhook
        where application = ${application}
        order by webhook.created_at, webhook.id`,
    );
    return rows.map(webhookOf);
  }

  async deliveries({ application, webhookId, state, after, limit }: Parameters<WebhookViews['deliveries']>[0]) {
    const rows = await this.database.query<DeliveryRow & { is_known: boolean }>(
      (sql) => sql`
        select webhook.id is not null as is_known, delivery.* from (select 1) as always
        left join gatehouse.webhooks as webhook on webhook.application = ${application} and webhook.id = ${webhookId}
        left join lateral (
          select id, event_id, event_type, state, attempts, answers, created_at, next_attempt_at, ended_at, failure
          from gatehouse.webhook_deliveries
          where application = ${application} and webhook_id = ${webhookId}
            ${state === null ? sql`` : state === 'failed' ? sql`and state = 'failed'` : sql`and state = ${state}`}
            ${
              after === null
                ? sql``
                : sql`and (created_at, id) < (
                    select other.created_at, other.id from gatehouse.webhook_deliveries as other
                    where other.application = ${application} and other.webhook_id = ${webhookId} and other.id = ${after})`
            }
          order by created_at desc, id desc
          limit ${limit}
        ) as delivery on webhook.id is not null
        order by delivery.created_at desc, delivery.id desc`,
    );
    const [first] = rows;
    if (!first) throw new IncompleteAnswer('The answer does not say whether there is such a webhook');
    if (!first.is_known) return null;
    return rows.filter(({ id }) => id !== null).map(deliveryOf);
  }
}

const deliveryOf = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id as string,
  eventId: row.event_id,
  type: row.event_type,
  state: row.state,
  attempts: row.attempts,
  answers: row.answers.map((answer) => ({ ...answer, at: new Date(answer.at).toISOString() })),
  createdAt: row.created_at.toISOString(),
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  failure: row.failure,
});
