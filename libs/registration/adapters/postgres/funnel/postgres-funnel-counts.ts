import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { FunnelCounts } from '../../../application/ports/funnel.js';
import { MESSAGE_BOUNCED, MESSAGE_DELIVERED, MESSAGE_SENT, registrationEventTypes } from '../../../contract/events.js';
import { groupedSteps, isSignUp, laterPlace, placeOf } from './funnel-groups.js';

export const FUNNEL_SUBSCRIBER = 'funnel';

const { userRegistered, userActivated, registrationSuperseded, registrationExpired } = registrationEventTypes;
/** Of these every one is counted, or none after it. */
const COUNTED_BY_DAY: readonly string[] = [
  userRegistered,
  userActivated,
  registrationSuperseded,
  registrationExpired,
  MESSAGE_SENT,
];
/** An earlier version has not been handed the others, and has moved the cursor past them. */
export const FUNNEL_EVENTS: readonly string[] = [
  ...COUNTED_BY_DAY,
  registrationEventTypes.activationCodeIssued,
  registrationEventTypes.userPhoneVerified,
  MESSAGE_DELIVERED,
  MESSAGE_BOUNCED,
];

/**
 * A bucket of the times holds what is less than this factor apart, so its middle is within one per cent of all of it.
 * Below a second everything is in the first.
 */
export const BUCKET_FACTOR = 1.02;

export class PostgresFunnelCounts implements FunnelCounts {
  constructor(private readonly database: Database) {}

  /**
   * The row of the progress is locked first: of two workers with the same events, the second then finds them counted.
   * The log itself shows when someone signed up, and whether this is their first mail: replayed, it shows the same.
   */
  async count(events: readonly RecordedEvent[]): Promise<void> {
    await this.database.query(
      (sql) => sql`
        with progress as materialized (
          select * from gatehouse.funnel_progress for update
        ),
        batch as materialized (
          select event.* from unnest(${events.map(({ application }) => application)}::text[],
            ${events.map(({ id }) => id)}::text[]) as handed (application, id)
          join gatehouse.event_log as event on event.application = handed.application and event.id = handed.id::uuid
        ),
        gap as materialized (
          select 1 from gatehouse.event_log as missed
          where (missed.epoch, missed.transaction_id, missed.position)
              > ((select epoch from progress), (select transaction_id from progress), (select position from progress))
            and (missed.epoch, missed.transaction_id, missed.position)
              < (select epoch, transaction_id, position from batch order by epoch, transaction_id, position limit 1)
            and missed.type = any(${[...COUNTED_BY_DAY]}::text[])
          order by missed.epoch, missed.transaction_id, missed.position limit 1
        ),
        fresh as materialized (
          select batch.* from batch, progress
          where (batch.epoch, batch.transaction_id, batch.position)
              > (progress.epoch, progress.transaction_id, progress.position)
            and not exists (select 1 from gap)
        ),
        step as materialized (
          select fresh.application, fresh.type, ${isFirstMail(sql)} as is_mailed,
            (registered.occurred_at at time zone 'UTC')::date as day,
            extract(epoch from fresh.occurred_at - registered.occurred_at)::float as seconds
          from fresh cross join lateral (
            select log.occurred_at from gatehouse.event_log as log
            where log.application = fresh.application and log.subject = fresh.subject
              and ${isSignUp(sql)}
            order by log.position limit 1
          ) as registered, progress
          where (registered.occurred_at at time zone 'UTC')::date > progress.recounted_since
        ),
        counted as (
          insert into gatehouse.funnel_days as known
            (application, day, signed_up, mailed, activated, superseded, expired)
          select application, day, count(*) filter (where type = ${userRegistered}),
            count(*) filter (where is_mailed), count(*) filter (where type = ${userActivated}),
            count(*) filter (where type = ${registrationSuperseded}),
            count(*) filter (where type = ${registrationExpired})
          from step group by application, day order by application, day
          on conflict (application, day) do update set
            signed_up = known.signed_up + excluded.signed_up, mailed = known.mailed + excluded.mailed,
            activated = known.activated + excluded.activated, superseded = known.superseded + excluded.superseded,
            expired = known.expired + excluded.expired
          returning 1
        ),
        timed as (
          insert into gatehouse.funnel_times as known (application, day, bucket, activated)
          select application, day, floor(ln(greatest(seconds, 1)) / ln(${BUCKET_FACTOR}::float)) as bucket, count(*)
          from step where type = ${userActivated}
          group by application, day, bucket order by application, day, bucket
          on conflict (application, day, bucket) do update set activated = known.activated + excluded.activated
          returning 1
        ),
        ${groupedSteps(sql)}
        update gatehouse.funnel_progress as known set
          epoch = last.epoch, transaction_id = last.transaction_id, position = last.position,
          ${laterPlace(sql)}
        from (
          select epoch, transaction_id, position from fresh
          order by epoch desc, transaction_id desc, position desc limit 1
        ) as last`,
    );
  }

  /**
   * Groups stay (ADR-0128), and so do days of which the log does not tell everything any more (ADR-0155).
   * Cursor and counts go back together: a batch that is being handed over meanwhile is not the one that comes next.
   */
  async restart(context: CommandContext): Promise<void> {
    await this.database.query(
      (sql) => sql`
        with archived as (
          select coalesce(max((opened_at at time zone 'UTC')::date), '-infinity') as through
          from gatehouse.log_partitions
          where number = (select max(number) + 1 from gatehouse.log_partitions where dropped_at is not null)
        ),
        begun as (
          update gatehouse.funnel_progress set epoch = 0, transaction_id = '0', position = 0,
            recounted_since = archived.through
          from archived returning recounted_since
        ),
        cursor as (
          update gatehouse.relay_cursors set epoch = 0, transaction_id = '0', position = 0
          where subscriber = ${FUNNEL_SUBSCRIBER} returning 1
        ),
        times as (delete from gatehouse.funnel_times using begun where day > recounted_since returning 1),
        days as (delete from gatehouse.funnel_days using begun where day > recounted_since returning 1),
        ${audited(sql, context, { act: 'funnel.recounted', subject: context.application }, 'begun')}
        select 1`,
    );
  }
}

/** Anyone who activates has had a mail, even where its event comes later, or was never written. */
const isFirstMail = (sql: Sql) => sql`
  ((fresh.type = ${userActivated} or fresh.type = ${MESSAGE_SENT} and fresh.data ->> 'channel' = 'mail')
    and not exists (
      select 1 from gatehouse.event_log as earlier
      where earlier.application = fresh.application and earlier.subject = fresh.subject
        and (earlier.type = ${userActivated}
          or earlier.type = ${MESSAGE_SENT} and earlier.data ->> 'channel' = 'mail')
        and ${placeOf(sql, 'earlier')}
          < (fresh.epoch, fresh.transaction_id, fresh.position)))`;
