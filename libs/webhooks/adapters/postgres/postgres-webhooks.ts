import { type CommandContext, untilSettled } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { FoundWebhook, Webhooks } from '../../application/ports/webhooks.js';
import type { Webhook } from '../../contract/queries/find-webhooks.js';
import { webhookPolicy } from '../../domain/webhook/webhook.js';
import { type WebhookRow, webhookColumns, webhookOf } from './postgres-webhook-views.js';

/** Of two that take the same place, the second looks for another. */
const ATTEMPTS = webhookPolicy.mostOfAnApplication * 2;

export class PostgresWebhooks implements Webhooks {
  constructor(private readonly database: Database) {}

  async find(application: string, webhookId: string): Promise<FoundWebhook | null> {
    const row = await this.database.decide<WebhookRow & { version: number; secret_version: number }>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select ${webhookColumns(sql)}, version, secret_version from gatehouse.webhooks
        where application = ${application} and id = ${webhookId}`,
        )}`,
    );
    if (!row) return null;
    const { url, types, description, disabled_reason, version, secret_version: secretVersion } = row;
    const settings = { url, types, description, enabled: disabled_reason === null };
    return { settings, version, webhook: webhookOf(row), secretVersion };
  }

  async add(
    { webhookId, event, settings, keyId }: Parameters<Webhooks['add']>[0],
    context: CommandContext,
  ): Promise<Webhook | 'full'> {
    const { application } = context;
    const { url, types, description } = settings;
    return untilSettled(async () => {
      const row = await this.database.one<Partial<WebhookRow> & { has_room: boolean }>((sql) => {
        const record = commandRecord(sql, context, {
          cause: 'created',
          events: [event],
          answer: { createdAt: 'created_at' },
          audit: { act: 'webhook.created', subject: webhookId, details: { types } },
        });
        return sql`
          with room as (
            select min(place) as place from generate_series(1, ${webhookPolicy.mostOfAnApplication}::int) as place
            where not exists (
              select 1 from gatehouse.webhooks as other
              where other.application = ${application} and other.place = place.place
            )
          ),
          created as (
            insert into gatehouse.webhooks (application, id, place, url, types, description, secret_key_id, created_at)
            select ${application}, ${webhookId}, room.place, ${url}, ${list(types)}::text[], ${description}, ${keyId},
              gatehouse.now()
            from room where room.place is not null
            on conflict (application, place) do nothing
            returning ${webhookColumns(sql)}
          )
          ${record.expressions}
          select created.*, (select place is not null from room) as has_room, ${record.wake}
          from (select 1) as always left join created on true`;
      });
      if (row.id) return webhookOf(row as WebhookRow);
      return row.has_room ? 'stale' : 'full';
    }, ATTEMPTS);
  }

  async save(
    { webhookId, event, version, settings, fields }: Parameters<Webhooks['save']>[0],
    context: CommandContext,
  ): Promise<Webhook | null> {
    const { application } = context;
    const { url, types, description, enabled } = settings;
    const row = await this.database.decide<WebhookRow>((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'noted',
        events: [event],
        audit: { act: 'webhook.changed', subject: webhookId, details: { fields } },
      });
      return sql`
        with changed as (
          update gatehouse.webhooks set
            url = ${url}, types = ${list(types)}::text[], description = ${description}, version = version + 1,
            disabled_reason = case when ${enabled}::boolean then null else coalesce(disabled_reason, 'operator') end,
            disabled_at = case when ${enabled}::boolean then null else coalesce(disabled_at, gatehouse.now()) end,
            -- A change means that someone has looked after it: it is tried again.
            failures = 0, failing_since = null, breaker_until = null
          where application = ${application} and id = ${webhookId} and version = ${version}
          returning ${webhookColumns(sql)}
        ),
        -- Said again of one that works, it changes nothing.
        noted as (
          select 1 from changed
          where ${fields.length > 0}::boolean or exists (
            select 1 from gatehouse.webhooks
            where application = ${application} and id = ${webhookId} and failing_since is not null
          )
        )
        ${record.expressions}
        ${decided(sql, sql`select changed.*, ${record.wake} from changed`)}`;
    });
    return row ? webhookOf(row) : null;
  }

  async remove({ webhookId, event }: Parameters<Webhooks['remove']>[0], context: CommandContext): Promise<boolean> {
    const { application } = context;
    const done = await this.database.decide((sql) => {
      const audit = { act: 'webhook.deleted', subject: webhookId };
      const record = commandRecord(sql, context, { cause: 'removed', events: [event], audit });
      return sql`
        with removed as (
          delete from gatehouse.webhooks where application = ${application} and id = ${webhookId} returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from removed`)}`;
    });
    return done !== null;
  }

  async rotate(
    { webhookId, event, keyId, overlapSeconds, secretVersion }: Parameters<Webhooks['rotate']>[0],
    context: CommandContext,
  ) {
    const { application } = context;
    const row = await this.database.decide<{ previous_until: Date | null }>((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'rotated',
        events: [event],
        answer: { previousSecretUntil: 'previous_until' },
        audit: { act: 'webhook.secret-rotated', subject: webhookId, details: { overlapSeconds } },
      });
      return sql`
        with rotated as (
          update gatehouse.webhooks set
            previous_key_id = secret_key_id, previous_version = secret_version,
            previous_until = gatehouse.now() + make_interval(secs => ${overlapSeconds}),
            secret_key_id = ${keyId}, secret_version = secret_version + 1
          where application = ${application} and id = ${webhookId} and secret_version = ${secretVersion}
          returning case when previous_until > gatehouse.now() then previous_until end as previous_until
        )
        ${record.expressions}
        ${decided(sql, sql`select rotated.*, ${record.wake} from rotated`)}`;
    });
    return row ? { previousUntil: row.previous_until } : null;
  }

  async ping({ webhookId, event }: Parameters<Webhooks['ping']>[0], context: CommandContext): Promise<boolean> {
    const { application } = context;
    const done = await this.database.decide((sql) => {
      const audit = { act: 'webhook.pinged', subject: webhookId };
      const record = commandRecord(sql, context, { cause: 'found', events: [event], answer: {}, audit });
      return sql`
        with found as (
          select 1 from gatehouse.webhooks where application = ${application} and id = ${webhookId}
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from found`)}`;
    });
    return done !== null;
  }
}

const list = (types: readonly string[] | null): string[] | null => (types === null ? null : [...types]);
