import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { BegunAttempt, DeliveryRepository } from '../../application/ports/delivery-repository.js';
import type { DeliveryOrder, FailedDelivery, QueuedDelivery, SentDelivery } from '../../domain/message/delivery.js';
import { type BegunAttemptRow, begunAttemptOf } from './begun-attempt-row.js';

export class PostgresDeliveryRepository implements DeliveryRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async beginAttempt(order: DeliveryOrder): Promise<BegunAttempt> {
    const [row] = await this.#database.query<BegunAttemptRow>(
      (sql) => sql`
        insert into gatehouse.deliveries as known
          (application, id, user_id, code_id, notice_id, channel, state, attempts, not_before, deadline)
        values (${order.application}, ${order.id}, ${order.userId}, ${order.codeId}, ${order.noticeId}, ${order.channel},
          'sending', 1, ${order.notBefore}, ${order.deadline})
        on conflict (application, id) do update set
          state = case when known.state in ('sent', 'failed') then known.state else 'sending' end,
          attempts = known.attempts + case when known.state in ('sent', 'failed') then 0 else 1 end
        returning application, id, user_id, code_id, notice_id, channel, template, state, attempts, not_before, deadline,
          provider, provider_message_id, last_answer, failure, gatehouse.now() as now`,
    );
    if (!row) throw new Error('An upsert answered no row');
    return begunAttemptOf(row);
  }

  async save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void> {
    await this.#database.query((sql) =>
      delivery.state === 'sent' ? saveSent(sql, delivery) : saveUnsent(sql, delivery),
    );
  }
}

/** Whatever other attempts have recorded: the mail is out. */
const saveSent = (sql: Sql, delivery: SentDelivery) => sql`
  update gatehouse.deliveries set state = 'sent', sent_at = gatehouse.now(),
    user_id = coalesce(user_id, ${delivery.userId}), template = ${delivery.template},
    provider = ${delivery.provider}, provider_message_id = ${delivery.providerMessageId},
    last_answer = null, failure = null, failed_at = null
  where application = ${delivery.application} and id = ${delivery.id} and state <> 'sent'`;

/** Guarded by the attempt: one that another has overtaken must not undo what that one found. */
const saveUnsent = (sql: Sql, delivery: QueuedDelivery | FailedDelivery) => sql`
  update gatehouse.deliveries set state = ${delivery.state},
    user_id = coalesce(user_id, ${delivery.userId}), template = ${delivery.template},
    last_answer = ${delivery.lastAnswer}, not_before = ${delivery.notBefore}
    ${delivery.state === 'failed' ? sql`, failure = ${delivery.reason}, failed_at = gatehouse.now()` : sql``}
  where application = ${delivery.application} and id = ${delivery.id}
    and state = 'sending' and attempts = ${delivery.attempts}`;
