import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { EventMessages, UserMessage } from '@gatehouse/registration/contract';
import type { MessageSearch, MessageViews } from '../../../application/ports/messages.js';
import type {
  AdministeredMessage,
  ListedState,
  MessageAnswer,
  MessagePage,
} from '../../../contract/queries/find-messages.js';
import { type OutcomeColumns, outcomeColumns, outcomesOf, shownState } from '../sql/outcome-columns.js';
import { isDeadLetter } from './postgres-dead-letters.js';

type Times = 'notBefore' | 'deadline' | 'sentAt' | 'failedAt' | 'droppedAt';
type Refused = Pick<MessageAnswer, 'attempt' | 'at' | 'provider'> & { readonly answer: string };

type AdministeredMessageRow = {
  readonly [K in Exclude<keyof AdministeredMessage, 'createdAt' | 'answers' | 'recipient'>]: K extends Times
    ? Date | null
    : AdministeredMessage[K];
} & { readonly created_at: Date; readonly refusals: readonly Refused[] };

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

export type { EventMessages };

interface MessageRow extends OutcomeColumns {
  readonly id: string;
  readonly channel: UserMessage['channel'];
  readonly template: string | null;
  readonly state: UserMessage['state'];
  readonly attempts: number;
  readonly provider: string | null;
  readonly last_answer: string | null;
  readonly sent_at: Date | null;
  readonly failed_at: Date | null;
}

/** A delivery has the id of the event that asked for it. */
export class PostgresEventMessages implements EventMessages {
  constructor(private readonly database: Database) {}

  async of({ application, eventIds }: Parameters<EventMessages['of']>[0]) {
    if (eventIds.length === 0) return new Map<string, UserMessage>();
    const rows = await this.database.query<MessageRow>(
      (sql) => sql`
        select id, channel, template, ${shownState(sql)} as state, attempts, provider, last_answer, sent_at, failed_at,
          ${outcomeColumns(sql)}
        from gatehouse.deliveries as message
        where application = ${application} and id = any(${[...eventIds]}::text[]::uuid[])`,
    );
    return new Map(rows.map((row) => [row.id, messageOf(row)]));
  }
}

/** Of a row `message` of the deliveries. */
const messageColumns = (sql: Sql) => sql`
  message.id, message.user_id as "userId", message.channel, message.template, ${shownState(sql)} as state, message.attempts,
  message.created_at, message.not_before as "notBefore", message.deadline, message.sent_at as "sentAt",
  message.failed_at as "failedAt", message.failure, message.provider,
  message.provider_message_id as "providerMessageId", message.last_answer as "lastAnswer", message.code_id as "codeId",
  message.notice_id as "noticeId", message.round as retries, message.dropped_at as "droppedAt", message.refusals,
  ${outcomeColumns(sql)}, ${isDeadLetter(sql)} as "deadLetter"`;

function administeredMessageOf(row: AdministeredMessageRow): AdministeredMessage {
  const { id, userId, channel, template, state, attempts, failure, provider, providerMessageId, lastAnswer } = row;
  const { codeId, noticeId, retries, deadLetter } = row;
  return {
    id,
    channel,
    template,
    state,
    attempts,
    createdAt: row.created_at.toISOString(),
    notBefore: at(row.notBefore) ?? '',
    deadline: at(row.deadline) ?? '',
    sentAt: at(row.sentAt),
    failedAt: at(row.failedAt),
    failure,
    ...outcomesOf(row),
    provider,
    providerMessageId,
    lastAnswer,
    codeId,
    noticeId,
    userId,
    recipient: null,
    deadLetter,
    retries,
    droppedAt: at(row.droppedAt),
    answers: answersOf(row),
  };
}

const at = (time: Date | null): string | null => time?.toISOString() ?? null;

/** An attempt that was accepted is the row's own end; every other answer was a refusal. */
function answersOf({ refusals, sentAt, attempts, provider, providerMessageId }: AdministeredMessageRow) {
  const refused = refusals.map(
    (refusal): MessageAnswer => ({
      attempt: refusal.attempt,
      at: new Date(refusal.at).toISOString(),
      provider: refusal.provider,
      outcome: 'refused',
      answer: refusal.answer,
      providerMessageId: null,
    }),
  );
  if (sentAt === null || provider === null) return refused;
  const accepted = { attempt: attempts, at: sentAt.toISOString(), provider, outcome: 'accepted' as const };
  return [...refused, { ...accepted, answer: null, providerMessageId }];
}

const isListed = (sql: Sql, state: ListedState | null) => {
  if (state === null) return sql`true`;
  return state === 'dead-letter' ? isDeadLetter(sql) : sql`${shownState(sql)} = ${state}`;
};

/** The last row marks where the look has ended, if it has not come to the end of what there is. */
function pageOf(rows: readonly PageRow[], limit: number): MessagePage {
  const isCut = rows.at(-1)?.seen === MOST_SEEN;
  const found = isCut ? rows.slice(0, -1) : rows;
  const page = found.slice(0, limit);
  const nextAfter = found.length > limit ? page.at(-1)?.place : isCut ? rows.at(-1)?.place : null;
  return { messages: page.map(administeredMessageOf), nextAfter: nextAfter ?? null };
}

const messageOf = (row: MessageRow): UserMessage => ({
  channel: row.channel,
  template: row.template,
  state: row.state,
  attempts: row.attempts,
  provider: row.provider,
  lastAnswer: row.last_answer,
  sentAt: row.sent_at?.toISOString() ?? null,
  failedAt: row.failed_at?.toISOString() ?? null,
  deliveredAt: row.deliveredAt,
  bouncedAt: row.bouncedAt,
  bounceReason: row.bounceReason,
});
