import type { Sql } from '@gatehouse/platform/postgres';
import type { DisabledReason, Webhook } from '../../contract/webhook.js';

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
