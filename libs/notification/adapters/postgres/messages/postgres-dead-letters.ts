import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { DeadLetterFilter, DeadLetters, MessageRetry } from '../../../application/ports/messages.js';
import { LOSSES } from '../../../domain/message/delivery.js';

/** pg-boss' own queue for the jobs of messages that were given up. */
export const DEAD_JOBS = 'deliver-message.dead';

/** Whether a row `message` of the deliveries is a dead letter. The first condition is the index's. */
export const isDeadLetter = (sql: Sql) => sql`
  (message.failed_at is not null and message.state = 'failed' and message.dropped_at is null
    and message.failure = any(${[...LOSSES]}::text[]))`;

/** What a statement does with `chosen (application, id)`, and what the audit log says of it. */
interface Selection {
  readonly chosen: (sql: Sql) => ReturnType<Sql>;
  readonly subject: string;
  readonly details?: object;
  readonly counts?: string;
}

export class PostgresDeadLetters implements DeadLetters {
  constructor(private readonly database: Database) {}

  async retry(messageId: string, retry: MessageRetry, context: CommandContext): Promise<boolean> {
    return (await this.#retry(one(context, messageId), 'message.retried', retry, context)) > 0;
  }

  async drop(messageId: string, context: CommandContext): Promise<boolean> {
    return (await this.#drop(one(context, messageId), 'message.dropped', context)) > 0;
  }

  retryAll(filter: DeadLetterFilter, limit: number, retry: MessageRetry, context: CommandContext): Promise<number> {
    return this.#retry(many(context, filter, limit), 'messages.retried', retry, context);
  }

  dropAll(filter: DeadLetterFilter, limit: number, context: CommandContext): Promise<number> {
    return this.#drop(many(context, filter, limit), 'messages.dropped', context);
  }

  async isKnown(application: string, messageId: string): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
${decided(sql, sql`select 1 from gatehouse.deliveries where application = ${application} and id = ${messageId}`)}`,
    );
    return done !== null;
  }

  async isAnyLeft(application: string, filter: DeadLetterFilter): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        ${decided(
          sql,
          sql`select 1 from gatehouse.deliveries as message
        where message.application = ${application} and ${isDeadLetter(sql)} and ${passes(sql, filter)}
        limit 1`,
        )}`,
    );
    return done !== null;
  }

  /** The job comes by the event, as the first one did; the letter leaves pg-boss' dead-letter queue at once. */
  async #retry(
    selection: Selection,
    act: string,
    { codeSeconds, noticeSeconds, event }: MessageRetry,
    context: CommandContext,
  ): Promise<number> {
    const row = await this.database.one<{ count: number }>((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'handled',
        events: [eventsOfRows('handled', event, { subject: 'subject', data: RETRIED })],
        audit: { act, ...selection },
      });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        chosen as materialized (${selection.chosen(sql)}),
        handled as (
          update gatehouse.deliveries as message set
            state = 'queued', round = message.round + 1, failed_at = null, failure = null, not_before = clock.now,
            deadline = clock.now + make_interval(
              secs => case when message.notice_id is null then ${codeSeconds}::int else ${noticeSeconds}::int end)
          from chosen, clock
          where message.application = chosen.application and message.id = chosen.id
          returning message.*, coalesce(message.user_id, message.id) as subject
        ),
        ${forgetDeadJobs(sql)}
        ${record.expressions}
        select count(*)::int as count, (select ${record.wake} where exists (select 1 from handled)) from handled`;
    });
    return row.count;
  }

  async #drop(selection: Selection, act: string, context: CommandContext): Promise<number> {
    const row = await this.database.one<{ count: number }>((sql) => {
      const record = commandRecord(sql, context, { cause: 'handled', events: [], audit: { act, ...selection } });
      return sql`
        with chosen as materialized (${selection.chosen(sql)}),
        handled as (
          update gatehouse.deliveries as message set dropped_at = gatehouse.now()
          from chosen
          where message.application = chosen.application and message.id = chosen.id
          returning message.id
        ),
        ${forgetDeadJobs(sql)}
        ${record.expressions}
        select count(*)::int as count from handled`;
    });
    return row.count;
  }
}

/** Columns of a delivery that say what was retried. */
const RETRIED = {
  messageId: 'id',
  userId: 'user_id',
  codeId: 'code_id',
  noticeId: 'notice_id',
  channel: 'channel',
  round: 'round',
  sendAfter: 'not_before',
};

/** A common table expression that takes the jobs of `handled (id)` out of pg-boss' dead-letter queue. */
const forgetDeadJobs = (sql: Sql) => sql`
  forgotten as (
    delete from pgboss.job as job using handled
    where job.name = ${DEAD_JOBS} and job.data ->> 'eventId' = handled.id::text
    returning 1
  )`;

/** Of two at once, the second waits for the first and then finds no dead letter. */
const one = ({ application }: CommandContext, messageId: string): Selection => ({
  subject: messageId,
  chosen: (sql) => sql`
    select message.application, message.id from gatehouse.deliveries as message
    where message.application = ${application} and message.id = ${messageId} and ${isDeadLetter(sql)}
    for update`,
});

const many = ({ application }: CommandContext, filter: DeadLetterFilter, limit: number): Selection => ({
  subject: application,
  counts: 'handled',
  details: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)),
  chosen: (sql) => sql`
    select message.application, message.id from gatehouse.deliveries as message
    where message.application = ${application} and ${isDeadLetter(sql)} and ${passes(sql, filter)}
    order by message.created_at desc, message.id desc
    limit ${limit}
    for update skip locked`,
});

const passes = (sql: Sql, { channel, template, failure, createdFrom, createdBefore }: DeadLetterFilter) => sql`
  message.created_at >= coalesce(${createdFrom}::text::timestamptz, '-infinity')
  and message.created_at < coalesce(${createdBefore}::text::timestamptz, 'infinity')
  and (${channel}::text is null or message.channel = ${channel})
  and (${template}::text is null or message.template = ${template})
  and (${failure}::text is null or message.failure = ${failure})`;
