import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { MessageSearch, MessageViews } from '../../../application/ports/message-views.js';
import type { AdministeredMessage, MessagePage } from '../../../contract/read-models/administered-message.js';
import type { ListedState } from '../../../contract/read-models/message-state.js';
import { type AdministeredMessageRow, administeredMessageOf, messageColumns } from './administered-message-row.js';
import { isDeadLetter } from './dead-letter-rows.js';

/** A page looks at no more rows than these, however few of them it wants: the next one goes on from there. */
const MOST_SEEN = 5_000;

type PageRow = AdministeredMessageRow & { readonly place: string; readonly wanted: boolean; readonly seen: number };

export class PostgresMessageViews implements MessageViews {
  constructor(private readonly database: Database) {}

  async search(search: MessageSearch): Promise<MessagePage> {
    const { application, state, channel, template, userIds, createdFrom, createdBefore, after, limit } = search;
    const [time = null, id = null] = after?.split('_') ?? [];
    const rows = await this.database.query<PageRow>(
      (sql) => sql`
        with seen as materialized (
          select ${messageColumns(sql)},
            round(extract(epoch from message.created_at) * 1000000)::bigint || '_' || message.id as place,
            ${isListed(sql, state)} and (${channel}::text is null or message.channel = ${channel})
              and (${template}::text is null or message.template = ${template}) as wanted
          from gatehouse.deliveries as message
          where message.application = ${application}
            ${state === 'failed' || state === 'dead-letter' ? sql`and message.failed_at is not null` : sql``}
            ${userIds === null ? sql`` : sql`and message.user_id = any(${[...userIds]}::text[]::uuid[])`}
            and message.created_at >= coalesce(${createdFrom}::text::timestamptz, '-infinity')
            and message.created_at < coalesce(${createdBefore}::text::timestamptz, 'infinity')
            and (message.created_at, message.id) < (
              coalesce('epoch'::timestamptz + ${time}::text::bigint * interval '1 microsecond', 'infinity'),
              coalesce(${id}::text::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
          order by message.created_at desc, message.id desc
          limit ${MOST_SEEN}
        )
        (select *, (select count(*)::int from seen) as seen from seen where wanted
          order by created_at desc, id desc limit ${limit + 1})
        union all
        -- Where to go on when all that was looked at is not what was asked for.
        (select *, ${MOST_SEEN}::int from seen where (select count(*) from seen) = ${MOST_SEEN}
          order by created_at, id limit 1)`,
    );
    return pageOf(rows, limit);
  }

  async byId({ application, messageId }: Parameters<MessageViews['byId']>[0]): Promise<AdministeredMessage | null> {
    const row = await this.database.decide<AdministeredMessageRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select ${messageColumns(sql)} from gatehouse.deliveries as message
        where message.application = ${application} and message.id = ${messageId}`,
        )}`,
    );
    return row ? administeredMessageOf(row) : null;
  }
}

const isListed = (sql: Sql, state: ListedState | null) => {
  if (state === null) return sql`true`;
  return state === 'dead-letter' ? isDeadLetter(sql) : sql`message.state = ${state}`;
};

/** The last row marks where the look has ended, if it has not come to the end of what there is. */
function pageOf(rows: readonly PageRow[], limit: number): MessagePage {
  const isCut = rows.at(-1)?.seen === MOST_SEEN;
  const found = isCut ? rows.slice(0, -1) : rows;
  const page = found.slice(0, limit);
  const nextAfter = found.length > limit ? page.at(-1)?.place : isCut ? rows.at(-1)?.place : null;
  return { messages: page.map(administeredMessageOf), nextAfter: nextAfter ?? null };
}
