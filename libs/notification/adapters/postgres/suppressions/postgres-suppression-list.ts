import { type CommandContext, type PersonKey, pageOf } from '@gatehouse/kernel';
import type { KeyRing } from '@gatehouse/platform/config';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { SuppressedRecipient, SuppressionList } from '../../../application/ports/suppressions.js';
import type { Suppression, SuppressionPage } from '../../../contract/queries/find-suppressions.js';
import { recipientKeys } from './postgres-suppressions.js';

type SuppressionRow = Omit<Suppression, 'createdAt'> & { readonly created_at: Date };

export class PostgresSuppressionList implements SuppressionList {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async page({ application, after, limit }: Parameters<SuppressionList['page']>[0]): Promise<SuppressionPage> {
    const [time = null, id = null] = after?.split('_') ?? [];
    const rows = await this.database.query<SuppressionRow & { readonly place: string }>(
      (sql) => sql`
        select ${columns(sql)}, round(extract(epoch from created_at) * 1000000)::bigint || '_' || id as place
        from gatehouse.suppressions
        where application = ${application} and (created_at, id) < (
          coalesce('epoch'::timestamptz + ${time}::text::bigint * interval '1 microsecond', 'infinity'),
          coalesce(${id}::text::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
        order by created_at desc, id desc
        limit ${limit + 1}`,
    );
    const { entries, nextAfter } = pageOf([...rows], limit, ({ place }) => place);
    return { suppressions: entries.map(suppressionOf), nextAfter };
  }

  async ofRecipient(application: string, recipient: SuppressedRecipient): Promise<Suppression | null> {
    const row = await this.database.decide<SuppressionRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select ${columns(sql)} from gatehouse.suppressions
        where application = ${application} and recipient_key in (select decode(key, 'hex')
          from unnest(${recipientKeys(this.keys, application, recipient)}::text[]) as key)
        order by created_at desc limit 1`,
        )}`,
    );
    return row ? suppressionOf(row) : null;
  }

  async ofPerson({ application, userId }: PersonKey): Promise<Suppression[]> {
    const rows = await this.database.query<SuppressionRow>(
      (sql) => sql`
        select ${columns(sql)} from gatehouse.suppressions
        where application = ${application} and user_id = ${userId}
        order by created_at desc, id desc`,
    );
    return rows.map(suppressionOf);
  }

  async remove(id: string, context: CommandContext): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'removed',
        events: [],
        audit: { act: 'suppression.removed', subject: id },
      });
      return sql`
        with removed as (
          delete from gatehouse.suppressions where application = ${context.application} and id = ${id} returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select 1 from removed`)}`;
    });
    return done !== null;
  }
}

const columns = (sql: Sql) => sql`
  id, channel, cause, reason, provider, message_id as "messageId", user_id as "userId", created_at`;

const suppressionOf = (row: SuppressionRow): Suppression => ({
  id: row.id,
  channel: row.channel,
  cause: row.cause,
  reason: row.reason,
  provider: row.provider,
  messageId: row.messageId,
  userId: row.userId,
  createdAt: row.created_at.toISOString(),
});
