import { type Purge, untilNoneLeft } from '@gatehouse/platform/jobs';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { FunnelViews } from '../../../application/ports/funnel.js';
import { MESSAGE_BOUNCED, MESSAGE_DELIVERED, MESSAGE_SENT, registrationEventTypes } from '../../../contract/events.js';
import { type ActivationRates, SMALLEST_GROUP } from '../../../contract/queries/funnel.js';

const { userRegistered, userActivated, activationCodeIssued, userPhoneVerified } = registrationEventTypes;

/** Mail domains of a week that are counted by name, beside those of the week before: anyone may sign up at a domain of theirs. */
const NEW_DOMAINS_PER_WEEK = 200;
/** Names of one answer. */
const MOST_GROUPS = 20;
/** As many as may be asked for, and the current one. */
const KEPT_WEEKS = 54;

/** An event `log` of somebody who signed up. Anyone who has an account made for them is activated in the same moment, without a mail. */
export const isSignUp = (sql: Sql) => sql`
  log.type = ${userRegistered} and not exists (
    select 1 from gatehouse.event_log as vouched
    where vouched.application = log.application and vouched.subject = log.subject and vouched.type = ${userActivated}
      and vouched.epoch = log.epoch and vouched.transaction_id = log.transaction_id)`;

/**
 * Common table expressions that count the `fresh` events of people by provider, mail domain and phone country, on the place
 * that the groups have in the log. Each person counts once in a dimension: at sign-up; with the first mail that a provider
 * accepted; with the first code by text message. What is not known by name goes to the group without one.
 */
export const groupedSteps = (sql: Sql) => sql`
  novel as materialized (
    select fresh.*, progress.grouped_since from fresh, progress
    where (fresh.epoch, fresh.transaction_id, fresh.position)
      > (progress.grouped_epoch, progress.grouped_transaction_id, progress.grouped_position)
  ),
  person as materialized (
    select novel.*, registered.occurred_at as registered_at, registered.data ->> 'email' as email
    from novel cross join lateral (
      select log.occurred_at, log.data from gatehouse.event_log as log
      where log.application = novel.application and log.subject = novel.subject and ${isSignUp(sql)}
      order by log.position limit 1
    ) as registered
    where novel.type <> all(${[activationCodeIssued, userPhoneVerified]}::text[])
  ),
  first_mail as materialized (
    select person.*, mailed.data ->> 'provider' as provider, mailed.id = person.id as is_sent,
      mailed.data ->> 'messageId' = person.data ->> 'messageId' as is_of_it
    from person cross join lateral ${firstUntil(sql, 'person', sql`log.type = ${MESSAGE_SENT} and log.data ->> 'channel' = 'mail'`)} as mailed
  ),
  arrival as (
    select *, (${isOfFirstMail(sql, MESSAGE_DELIVERED)})::int as delivered,
      (${isOfFirstMail(sql, MESSAGE_BOUNCED)})::int as bounced
    from first_mail
  ),
  grouped_step as (
    select application, grouped_since, 'mail-domain' as dimension, registered_at as since,
      ${domainOf(sql)} as name, (type = ${userRegistered})::int as people, 0 as delivered, 0 as bounced,
      (type = ${userActivated})::int as activated
    from person where type in (${userRegistered}, ${userActivated})
    union all
    select application, grouped_since, 'mail-domain', registered_at, ${domainOf(sql)}, 0, delivered, bounced, 0
    from arrival where delivered + bounced > 0
    union all
    select application, grouped_since, 'provider', registered_at, provider, is_sent::int, delivered, bounced,
      (type = ${userActivated} or is_sent and ${hasHappened(sql, 'arrival', userActivated)})::int
    from arrival where type = ${userActivated} or is_sent or delivered + bounced > 0
    union all
    select novel.application, grouped_since, 'phone-country', texted.occurred_at, texted.data ->> 'country',
      (novel.type = ${activationCodeIssued})::int, 0, 0, (novel.type = ${userPhoneVerified})::int
    from novel cross join lateral ${firstUntil(sql, 'novel', sql`log.type = ${activationCodeIssued} and log.data ->> 'channel' = 'sms'`)} as texted
    where novel.type = ${activationCodeIssued} and texted.id = novel.id
      or novel.type = ${userPhoneVerified} and not ${hasHappened(sql, 'novel', userPhoneVerified)}
  ),
  tally as materialized (
    select application, dimension, week, name, ${sums(sql)}
    from (
      select application, dimension, date_trunc('week', since at time zone 'UTC')::date as week, coalesce(name, '') as name,
        people, delivered, bounced, activated
      from grouped_step where (since at time zone 'UTC')::date >= grouped_since
    ) as dated
    group by application, dimension, week, name
  ),
  known_tally as (
    select tally.*, dimension <> 'mail-domain' or name = '' or exists (
      select 1 from gatehouse.funnel_groups as known
      where known.application = tally.application and known.dimension = tally.dimension
        and known.week in (tally.week, tally.week - 7) and known.name = tally.name) as is_known
    from tally
  ),
  placed_tally as (
    select application, dimension, week, people, delivered, bounced, activated,
      case when is_known or people > 0 and ${NEW_DOMAINS_PER_WEEK} >=
        row_number() over (partition by application, dimension, week, is_known order by people desc, name) + (
          select count(*) from gatehouse.funnel_groups as known
          where known.application = known_tally.application and known.dimension = known_tally.dimension
            and known.week = known_tally.week)
        then name else '' end as name
    from known_tally
  ),
  grouped as (
    insert into gatehouse.funnel_groups as known
      (application, dimension, week, name, people, delivered, bounced, activated)
    select application, dimension, week, name, ${sums(sql)} from placed_tally
    group by application, dimension, week, name order by application, dimension, week, name
    ${addedUp(sql)}
    returning 1
  )`;

const sums = (sql: Sql) => sql`
  sum(people) as people, sum(delivered) as delivered, sum(bounced) as bounced, sum(activated) as activated`;

const addedUp = (sql: Sql) => sql`
  on conflict (application, dimension, week, name) do update set
    people = known.people + excluded.people, delivered = known.delivered + excluded.delivered,
    bounced = known.bounced + excluded.bounced, activated = known.activated + excluded.activated`;

const domainOf = (sql: Sql) => sql`lower(split_part(email, '@', 2))`;

/** What became of the first mail counts once, whether its report comes after the acceptance or before. */
const isOfFirstMail = (sql: Sql, type: string) => sql`
  (type = ${type} and is_of_it and not ${hasHappened(sql, 'first_mail', type, 'messageId')}
    or is_sent and ${hasHappened(sql, 'first_mail', type, 'messageId')}) is true`;

/**
 * An event's place as no index has it: before a new month is analysed, the index by place would seem as good as the one by
 * subject, and each look at a person would read all of the application's events.
 */
export const placeOf = (sql: Sql, event: 'log' | 'earlier') =>
  sql`(${sql(event)}.epoch + 0, ${sql(event)}.transaction_id, ${sql(event)}.position)`;

type InHand = 'novel' | 'person' | 'first_mail' | 'arrival';

/** The first event of a kind that somebody has, up to the one in hand. */
const firstUntil = (sql: Sql, inHand: InHand, kind: ReturnType<Sql>) => sql`(
  select log.id, log.occurred_at, log.data from gatehouse.event_log as log
  where log.application = ${sql(inHand)}.application and log.subject = ${sql(inHand)}.subject and ${kind}
    and ${placeOf(sql, 'log')} <= (${sql(inHand)}.epoch, ${sql(inHand)}.transaction_id, ${sql(inHand)}.position)
  order by ${placeOf(sql, 'log')} limit 1)`;

/**
 * Whether somebody has had an event of that type before the one in hand.
 * @param same field of both that is the same
 */
const hasHappened = (sql: Sql, inHand: InHand, type: string, same?: 'messageId') => sql`exists (
  select 1 from gatehouse.event_log as earlier
  where earlier.application = ${sql(inHand)}.application and earlier.subject = ${sql(inHand)}.subject
    and earlier.type = ${type}
    ${same ? sql`and earlier.data ->> ${same}::text = ${sql(inHand)}.data ->> ${same}::text` : sql``}
    and ${placeOf(sql, 'earlier')} < (${sql(inHand)}.epoch, ${sql(inHand)}.transaction_id, ${sql(inHand)}.position))`;

/** The groups' place only ever moves on: what a recount hands over again is not theirs. */
export const laterPlace = (sql: Sql) => sql`
  (grouped_epoch, grouped_transaction_id, grouped_position) = (
    select epoch, transaction_id, position
    from (values (last.epoch, last.transaction_id, last.position),
      (known.grouped_epoch, known.grouped_transaction_id, known.grouped_position))
      as place (epoch, transaction_id, position)
    order by epoch desc, transaction_id desc, position desc limit 1
  )`;

/** A name of few people in a week is withheld, in every period: two answers then differ by no smaller group either. */
export async function activationRates(
  database: Database,
  { application, by, weeks }: Parameters<FunnelViews['rates']>[0],
): Promise<ActivationRates> {
  const rows = await database.query<RateRow>(
    (sql) => sql`
      with span as (
        select date_trunc('week', gatehouse.now() at time zone 'UTC')::date - 7 * (${weeks}::int - 1) as since
      ),
      weekly as (
        select week, name, ${sums(sql)} from gatehouse.funnel_groups, span
        where dimension = ${by} and week >= since
          ${application === null ? sql`` : sql`and application = ${application}`}
        group by week, name
      ),
      named as (
        select case when people < ${SMALLEST_GROUP} then '' else name end as name, people, delivered, bounced, activated
        from weekly
      ),
      ranked as (
        select name, ${sums(sql)}, row_number() over (partition by name = '' order by sum(people) desc, name) as place
        from named group by name
      ),
      shown as (
        select case when place > ${MOST_GROUPS} then '' else name end as name, people, delivered, bounced, activated
        from ranked union all select '', 0, 0, 0, 0
      )
      select name, sum(people)::int as people, sum(delivered)::int as delivered, sum(bounced)::int as bounced,
        sum(activated)::int as activated, span.since::text
      from shown, span
      group by name, span.since
      order by name = '', people desc, name`,
  );
  const others = rows.at(-1);
  if (!others) throw new Error('Others are a row even if they are none');
  const groups = rows.slice(0, -1).map(({ name, ...row }) => ({ name, ...countsOf(row) }));
  return { by, from: others.since, groups, others: countsOf(others) };
}

type RateRow = ActivationRates['others'] & { readonly name: string; readonly since: string };

const countsOf = ({ people, delivered, bounced, activated }: Omit<RateRow, 'name'>): ActivationRates['others'] => ({
  people,
  delivered,
  bounced,
  activated,
});

/**
 * Once nobody of a week can activate any more, small groups lose their names, so that a domain with few people is kept for
 * days only. What is older than anyone may ask for goes.
 */
export class FunnelGroupsPurge implements Purge {
  readonly what = 'funnel-groups';

  constructor(private readonly database: Database) {}

  batches(size: number): AsyncIterable<number> {
    return untilNoneLeft(size, (limit) => this.#fold(limit));
  }

  async #fold(limit: number): Promise<number> {
    const row = await this.database.one<{ removed: number }>(
      (sql) => sql`
        with today as (select (gatehouse.now() at time zone 'UTC')::date as day),
        doomed as materialized (
          select application, dimension, week, name from gatehouse.funnel_groups, today
          where week < day - ${7 * KEPT_WEEKS}::int or week < day - 8 and name <> '' and people < ${SMALLEST_GROUP}
          order by application, dimension, week, name limit ${limit}
          for update of funnel_groups skip locked
        ),
        gone as (
          delete from gatehouse.funnel_groups as known using doomed
          where known.application = doomed.application and known.dimension = doomed.dimension
            and known.week = doomed.week and known.name = doomed.name
          returning known.*
        ),
        folded as (
          insert into gatehouse.funnel_groups as known
            (application, dimension, week, name, people, delivered, bounced, activated)
          select application, dimension, week, '', ${sums(sql)} from gone, today
          where week >= day - ${7 * KEPT_WEEKS}::int
          group by application, dimension, week order by application, dimension, week
          ${addedUp(sql)}
          returning 1
        )
        select count(*)::int as removed from gone`,
    );
    return row.removed;
  }
}
