import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { batchedCalls, commitLater, type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { BegunAttempt, DeliveryRepository } from '../../../application/ports/delivery-repository.js';
import {
  type DeliveryOrder,
  type FailedDelivery,
  type FailureReason,
  isUnknown,
  messageSent,
  type QueuedDelivery,
  type SendingDelivery,
  type SentDelivery,
} from '../../../domain/message/delivery.js';
import type { Template } from '../../../domain/message/message.js';
import { suppressed } from '../sql/suppressed.js';
import { saveBounced, saveUnknown, saveUnsent } from './save-unsent.js';

interface BegunAttemptRow {
  readonly application: string;
  readonly id: string;
  readonly user_id: string | null;
  readonly code_id: string | null;
  readonly notice_id: string | null;
  readonly channel: 'mail' | 'sms';
  readonly template: Template | null;
  /** Of an order that another round has overtaken also `queued`, which then is not looked at. */
  readonly state: 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly not_before: Date;
  readonly deadline: Date;
  readonly provider: string | null;
  readonly provider_message_id: string | null;
  readonly last_answer: string | null;
  readonly failure: FailureReason | null;
  readonly round: number;
  readonly incarnation: string;
  readonly now: Date;
}

export class PostgresDeliveryRepository implements DeliveryRepository {
  readonly #database: Database;
  readonly #begin: (order: DeliveryOrder) => Promise<BegunAttempt>;
  readonly #saveSent: (delivery: SentDelivery) => Promise<null>;

  constructor(database: Database) {
    this.#database = database;
    this.#begin = batchedCalls((orders) => this.#beginAll(orders));
    this.#saveSent = batchedCalls((deliveries) => this.#saveAllSent(deliveries));
  }

  beginAttempt(order: DeliveryOrder): Promise<BegunAttempt> {
    return this.#begin(order);
  }

  async own({ application, id, incarnation }: SendingDelivery, userId: string): Promise<boolean> {
    const done = await this.#database.decide(
      (sql) => sql`
        with owned as (
          update gatehouse.deliveries set user_id = coalesce(user_id, ${userId})
          where application = ${application} and id = ${id} and created_at = ${incarnation}::text::timestamptz
          returning 1
        )
        ${decided(sql, sql`select * from owned`)}`,
    );
    return done !== null;
  }

  async save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void> {
    if (delivery.state === 'sent') await this.#saveSent(delivery);
    else if (delivery.state === 'failed' && isUnknown(delivery.reason)) {
      await this.#database.query((sql) => saveUnknown(sql, delivery));
    } else if (delivery.state === 'failed' && delivery.bounce) {
      const { bounce } = delivery;
      await this.#database.query((sql) => saveBounced(sql, delivery, bounce));
    } else await this.#database.query((sql) => saveUnsent(sql, delivery));
  }

  async #beginAll(orders: readonly DeliveryOrder[]): Promise<BegunAttempt[]> {
    const rows = await this.#database.query<BegunAttemptRow>(
      (sql) => sql`
        insert into gatehouse.deliveries as known
          (application, id, user_id, code_id, notice_id, channel, state, attempts, not_before, deadline, round)
        select application, id, "userId", "codeId", "noticeId", channel, 'sending', 1, "notBefore", deadline, round
        from jsonb_to_recordset(${sql.json(orders as never)}) as ordered (application text, id uuid, "userId" uuid,
          "codeId" uuid, "noticeId" uuid, channel text, "notBefore" timestamptz, deadline timestamptz, round integer)
        on conflict (application, id) do update set
          -- An order of another round begins nothing.
          state = case when known.state in ('sent', 'failed') or known.round <> excluded.round then known.state
            else 'sending' end,
          attempts = known.attempts
            + case when known.state in ('sent', 'failed') or known.round <> excluded.round then 0 else 1 end
        returning application, id, user_id, code_id, notice_id, channel, template, state, attempts, not_before, deadline,
          round, provider, provider_message_id, last_answer, failure, created_at::text as incarnation, gatehouse.now() as now,
          ${commitLater(sql)}`,
    );
    const begun = new Map(rows.map((row) => [keyOf(row), row]));
    return orders.map((order) => {
      const row = begun.get(keyOf(order));
      if (!row) throw new Error('An upsert answered no row');
      return begunAttemptOf(row, order.round);
    });
  }

  async #saveAllSent(deliveries: readonly SentDelivery[]): Promise<null[]> {
    // In the order in which providers' reports lock them, so that there is no deadlock. Names of applications would not do:
    // the database may sort these by other rules.
    const inOrder = deliveries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await this.#database.query((sql) => saveSent(sql, inOrder));
    return deliveries.map(() => null);
  }
}

/** @param round of the order that asked for the attempt */
function begunAttemptOf(row: BegunAttemptRow, round: number): BegunAttempt {
  return { delivery: row.round === round ? deliveryOf(row) : { state: 'overtaken' }, now: row.now };
}

function deliveryOf(row: BegunAttemptRow): Exclude<BegunAttempt['delivery'], { state: 'overtaken' }> {
  const attempted = {
    application: row.application,
    id: row.id,
    userId: row.user_id,
    codeId: row.code_id,
    noticeId: row.notice_id,
    channel: row.channel,
    notBefore: row.not_before,
    deadline: row.deadline,
    attempts: row.attempts,
    round: row.round,
    incarnation: row.incarnation,
  };
  const { state, template } = row;
  if (state === 'sending') return { ...attempted, state };
  if (state === 'sent') {
    const { provider, provider_message_id: providerMessageId } = row;
    return { ...attempted, state, template, provider: known(provider), providerMessageId, cost: null };
  }
  const { provider, last_answer: lastAnswer } = row;
  return { ...attempted, state, template, provider, reason: known(row.failure), lastAnswer };
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('A delivery at its end lacks how it ended');
  return value;
}

const keyOf = ({ application, id }: { readonly application: string; readonly id: string }): string =>
  `${application}/${id}`;

/**
 * Whatever other attempts have recorded: the mail is out. Lost in a crash, it is found again by its started code. What its
 * provider reported before stays, and now shows whom it is about. A record that was made after an erasure has removed this
 * attempt's own stays as it is.
 */
function saveSent(sql: Sql, deliveries: readonly SentDelivery[]) {
  const data = { messageId: 'id', userId: 'user_id', channel: 'channel', template: 'template', provider: 'provider' };
  const record = commandRecord(sql, null, {
    cause: 'saved',
    events: [eventsOfRows('saved', messageSent, { application: 'application', subject: 'subject', data })],
  });
  const haveCosts = deliveries.some(({ cost }) => cost !== null);
  return sql`
  with sent (application, id, incarnation, is_disowned, template, provider, provider_message_id, currency, prefix, price,
      segments, recipient_key) as (
    select * from unnest(${deliveries.map(({ application }) => application)}::text[],
      ${deliveries.map(({ id }) => id)}::text[]::uuid[],
      ${deliveries.map(({ incarnation }) => incarnation)}::text[]::timestamptz[],
      ${deliveries.map(({ isDisowned = false }) => String(isDisowned))}::text[]::boolean[],
      ${deliveries.map(({ template }) => template)}::text[],
      ${deliveries.map(({ provider }) => provider)}::text[],
      ${deliveries.map(({ providerMessageId }) => providerMessageId)}::text[],
      ${deliveries.map(({ cost }) => cost?.currency ?? null)}::text[],
      ${deliveries.map(({ cost }) => cost?.prefix ?? null)}::text[],
      ${deliveries.map(({ cost }) => cost?.price ?? null)}::text[],
      ${deliveries.map(({ cost }) => (cost ? String(cost.segments) : null))}::text[],
      ${deliveries.map(({ recipientKey }) => recipientKey ?? null)}::text[])
  ),
  ${haveCosts ? recordsBefore(sql) : sql``}
  saved as (
    update gatehouse.deliveries as known set state = 'sent', sent_at = gatehouse.now(),
      user_id = case when not sent.is_disowned then known.user_id end, template = sent.template, provider = sent.provider,
      -- Another attempt may have found the person gone, and have taken their name out.
      provider_message_id = case when not sent.is_disowned and known.user_id is not null then sent.provider_message_id end,
      recipient_key = case when not sent.is_disowned and known.user_id is not null
        then decode(sent.recipient_key, 'hex') end,
      last_answer = null, failure = null, failed_at = null
    from ${haveCosts ? sql`sent join before using (application, id)` : sql`sent`}
    where known.application = sent.application and known.id = sent.id and known.created_at = sent.incarnation
      and known.state <> 'sent'
    returning known.application, known.id, known.user_id, known.channel, known.template, known.provider,
      known.recipient_key, known.outcomes, coalesce(known.user_id, known.id) as subject
  ),
  told as (
    select saved.*, told.key as outcome, told.value ->> 'reason' as reason
    from saved, jsonb_each(saved.outcomes) as told
  ),
  ${suppressed(sql, sql`told`)}
  ${haveCosts ? spent(sql) : sql``}
  ${record.expressions}
  select ${record.wake} where exists (select 1 from saved)`;
}

/** `before (application, id, state)`: the records that are there still, locked, as the last writer has left them. */
const recordsBefore = (sql: Sql) => sql`
  before as materialized (
    select known.application, known.id, known.state
    from gatehouse.deliveries as known join sent
      on known.application = sent.application and known.id = sent.id and known.created_at = sent.incarnation
    order by known.id
    for update of known
  ),`;

/** Rows among which what an application spends in a day is spread: several workers would wait for each other at one. */
const SPEND_SHARDS = 8;

/**
 * Adds what the messages cost that were not sent before, in one order everywhere: so no deadlock is possible. One whose record
 * an erasure has removed meanwhile was sent all the same, by this attempt.
 */
const spent = (sql: Sql) => sql`,
  spent as (
    insert into gatehouse.sms_spend as known (application, day, currency, prefix, shard, messages, segments, amount)
    select application, (gatehouse.now() at time zone 'UTC')::date as day, currency, prefix,
      (abs(hashtext(id::text)::bigint) % ${SPEND_SHARDS}::int)::smallint as shard, count(*), sum(segments::int),
      sum(segments::int * price::numeric)
    from (
      select distinct on (application, id) * from sent left join before using (application, id)
      where currency is not null and state is distinct from 'sent'
      order by application, id
    ) as costly
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5
    on conflict (application, day, currency, prefix, shard) do update set messages = known.messages + excluded.messages,
      segments = known.segments + excluded.segments, amount = known.amount + excluded.amount
    returning 1
  )`;
