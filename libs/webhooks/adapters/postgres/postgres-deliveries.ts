import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Deliveries, DeliveryRun, FinishedAttempt } from '../../application/ports/deliveries.js';
import { DELIVERY_SECONDS } from '../../domain/delivery/decide-after-answer.js';
import { webhookPolicy as policy } from '../../domain/webhook/webhook.js';
import { type BegunRow, begunAttempt } from './begun-attempt.js';

/** Attempts that are kept for anyone who looks. */
const ANSWERS_KEPT = 20;

export class PostgresDeliveries implements Deliveries {
  constructor(private readonly database: Database) {}

  async beginAttempt({ application, deliveryId, run }: DeliveryRun) {
    const row = await this.database.decide<BegunRow>(
      (sql) => sql`
        with found as (
          select delivery.webhook_id, delivery.event_id, delivery.event_type, delivery.attempts, delivery.deadline,
            webhook.url, webhook.disabled_reason, webhook.secret_key_id, webhook.secret_version,
            webhook.previous_key_id, webhook.previous_version, webhook.previous_until,
            webhook.failures >= ${policy.breakerAfter} as is_broken, webhook.breaker_until, gatehouse.now() as now
          from gatehouse.webhook_deliveries as delivery
          join gatehouse.webhooks as webhook
            on webhook.application = delivery.application and webhook.id = delivery.webhook_id
          where delivery.application = ${application} and delivery.id = ${deliveryId} and delivery.run = ${run}
            and delivery.state = 'pending'
        ),
        -- The first to come after the time holds the others back until it has seen how the receiver does.
        probe as (
          update gatehouse.webhooks as webhook
          set breaker_until = found.now + make_interval(secs => ${policy.probeSeconds})
          from found
          where webhook.application = ${application} and webhook.id = found.webhook_id
            and webhook.failures >= ${policy.breakerAfter} and webhook.breaker_until <= found.now
          returning 1
        )
        ${decided(
          sql,
          sql`select found.*, exists (select 1 from probe) as is_probe, event.subject, event.data, event.occurred_at
        from found
        left join gatehouse.event_log as event on event.application = ${application} and event.id = found.event_id`,
        )}`,
    );
    return row ? begunAttempt(application, row) : { attempt: { kind: 'over' as const }, now: new Date(0) };
  }

  async finish({ application, deliveryId, run, webhookId, answer, decision, disabled }: FinishedAttempt) {
    const isGood = decision.kind === 'delivered';
    const isGone = decision.kind === 'failed' && decision.failure === 'gone';
    const state = decision.kind === 'again' ? 'pending' : decision.kind;
    const nextAt = decision.kind === 'again' ? decision.at : null;
    const failure = decision.kind === 'failed' ? decision.failure : null;
    const { status, fault, milliseconds } = answer;
    const row = await this.database.one<{ is_disabled: boolean }>((sql) => {
      const record = commandRecord(sql, { application }, { cause: 'disabled', events: [disabled] });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        noted as (
          update gatehouse.webhook_deliveries set
            state = ${state}, attempts = attempts + 1, next_attempt_at = ${nextAt}, failure = ${failure},
            ended_at = case when ${state} = 'pending' then null else gatehouse.now() end,
            answers = (
              select jsonb_agg(answer order by number) from jsonb_array_elements(
                jsonb_build_array(jsonb_build_object('at', gatehouse.now(), 'status', ${status}::int,
                  'fault', ${fault}::text, 'milliseconds', ${milliseconds}::int)) || answers
              ) with ordinality as latest (answer, number)
              where number <= ${ANSWERS_KEPT}
            )
          where application = ${application} and id = ${deliveryId} and run = ${run} and state = 'pending'
          returning 1
        ),
        -- An answer is about the receiver, whatever became of the delivery meanwhile. A good one after a good one writes nothing.
        recovered as (
          update gatehouse.webhooks set failures = 0, failing_since = null, breaker_until = null
          where application = ${application} and id = ${webhookId} and ${isGood}::boolean and failures > 0
          returning 1
        ),
        failed as (
          update gatehouse.webhooks set
            failures = failures + 1,
            failing_since = coalesce(failing_since, clock.now),
            breaker_until = case when failures + 1 >= ${policy.breakerAfter} then clock.now + make_interval(secs =>
              least(${policy.breakerLongestSeconds}::float8,
                ${policy.breakerFirstSeconds}::float8 * 2 ^ least(failures + 1 - ${policy.breakerAfter}, 20)))
            end,
            disabled_at = case
              when disabled_at is null and (${isGone}::boolean
                or failing_since < clock.now - make_interval(secs => ${policy.disabledAfterSeconds}))
              then clock.now else disabled_at end,
            disabled_reason = case when disabled_at is not null then disabled_reason
              when ${isGone}::boolean
                or failing_since < clock.now - make_interval(secs => ${policy.disabledAfterSeconds})
              then ${disabled.data.reason} end
          from clock
          where application = ${application} and id = ${webhookId} and not ${isGood}::boolean
          returning disabled_at
        ),
        -- Of several bad answers at once, one is what disables it.
        disabled as (
          select 1 from failed, clock where failed.disabled_at = clock.now
        )
        ${record.expressions}
        select exists (select 1 from disabled) as is_disabled,
          case when exists (select 1 from disabled) then ${record.wake} end
        from (select count(*) from noted) as done, (select count(*) from recovered) as well`;
    });
    return row.is_disabled;
  }

  async end({ application, deliveryId, run }: DeliveryRun, failure: string): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.webhook_deliveries
        set state = 'failed', failure = ${failure}, next_attempt_at = null, ended_at = gatehouse.now()
        where application = ${application} and id = ${deliveryId} and run = ${run} and state = 'pending'`,
    );
  }

  async replay(
    { webhookId, deliveryId, event }: Parameters<Deliveries['replay']>[0],
    context: CommandContext,
  ): ReturnType<Deliveries['replay']> {
    const { application } = context;
    const row = await this.database.decide<{ is_ordered: boolean }>((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'ordered',
        events: [event],
        audit: { act: 'webhook-delivery.replayed', subject: deliveryId, details: { webhookId } },
      });
      return sql`
        with ordered as (
          update gatehouse.webhook_deliveries set
            run = ${event.id}, state = 'pending', attempts = 0, failure = null, ended_at = null,
            next_attempt_at = gatehouse.now(), deadline = gatehouse.now() + make_interval(secs => ${DELIVERY_SECONDS})
          where application = ${application} and webhook_id = ${webhookId} and id = ${deliveryId}
            and exists (select 1 from gatehouse.webhooks where application = ${application} and id = ${webhookId})
          returning 1
        )
        ${record.expressions}
        ${decided(
          sql,
          sql`select exists (select 1 from ordered) as is_ordered, ${record.wake}
        from gatehouse.webhooks where application = ${application} and id = ${webhookId}`,
        )}`;
    });
    if (!row) return 'webhook-unknown';
    return row.is_ordered ? 'ordered' : 'delivery-unknown';
  }

  async replayRange(
    { webhookId, event, from, to, delivered, after, limit }: Parameters<Deliveries['replayRange']>[0],
    context: CommandContext,
  ): ReturnType<Deliveries['replayRange']> {
    const { application } = context;
    const details = { from: from.toISOString(), to: to?.toISOString() ?? null, delivered };
    const row = await this.database.decide<{ count: number; last: string | null }>((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'ordered',
        events: [eventsOfRows('replayed', event, { data: { deliveryIds: 'ids' } })],
        audit: { act: 'webhook-deliveries.replayed', subject: webhookId, details },
      });
      return sql`
        with meant as materialized (
          select id, created_at from gatehouse.webhook_deliveries as delivery
          where application = ${application} and webhook_id = ${webhookId}
            and created_at >= ${from} and created_at < coalesce(${to}::timestamptz, 'infinity')
            and (state = 'failed' or ${delivered}::boolean and state = 'delivered')
            and (${after}::text is null or (created_at, id) > (
              select other.created_at, other.id from gatehouse.webhook_deliveries as other
              where other.application = ${application} and other.id = ${after}::text::uuid))
            and exists (select 1 from gatehouse.webhooks where application = ${application} and id = ${webhookId})
          order by created_at, id
          limit ${limit}
        ),
        ordered as (
          update gatehouse.webhook_deliveries as delivery set
            run = ${event.id}, state = 'pending', attempts = 0, failure = null, ended_at = null,
            next_attempt_at = gatehouse.now(), deadline = gatehouse.now() + make_interval(secs => ${DELIVERY_SECONDS})
          from meant
          where delivery.application = ${application} and delivery.id = meant.id and delivery.state <> 'pending'
          returning delivery.id, delivery.created_at
        ),
        replayed as (select jsonb_agg(id order by created_at, id) as ids from ordered having count(*) > 0)
        ${record.expressions}
        ${decided(
          sql,
          sql`select (select count(*)::int from meant) as count,
          (select id from meant order by created_at desc, id desc limit 1) as last, ${record.wake}
        from gatehouse.webhooks where application = ${application} and id = ${webhookId}`,
        )}`;
    });
    return row ? { count: row.count, last: row.last } : null;
  }
}
