import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { FeedbackBox, FeedbackViews } from '../../../application/ports/feedback.js';
import type { FeedbackAverage, FeedbackEntry, FeedbackWeeks } from '../../../contract/queries/feedback.js';

export class PostgresFeedbackBox implements FeedbackBox {
  constructor(private readonly database: Database) {}

  /** Raises the account's version: an erasure that has read the account before then reads it again, and finds the feedback. */
  async add(...[feedback, withinSeconds, event, context]: Parameters<FeedbackBox['add']>): Promise<boolean> {
    const { application } = context;
    const { id, userId, ease, text } = feedback;
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, context, { cause: 'given', events: [event] });
      return sql`
        with giver as (
          update gatehouse.users as account set version = account.version + 1
          where account.application = ${application} and account.id = ${userId} and account.state = 'active'
            and account.activated_at > gatehouse.now() - make_interval(secs => ${withinSeconds})
            and not exists (select 1 from gatehouse.feedback as earlier
              where earlier.application = account.application and earlier.user_id = account.id)
          returning account.id
        ),
        given as (
          insert into gatehouse.feedback (application, id, user_id, ease, text, given_at)
          select ${application}, ${id}, giver.id, ${ease}, ${text}, gatehouse.now() from giver
          on conflict (application, user_id) do nothing
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from given`)}`;
    });
    return done !== null;
  }
}

/** Of a week, or of all of them, where `week` is null. */
type AverageRow = { readonly week: string | null; readonly answers: number; readonly average_ease: number | null };

export class PostgresFeedbackViews implements FeedbackViews {
  constructor(private readonly database: Database) {}

  async page({ application, after, limit }: Parameters<FeedbackViews['page']>[0]): Promise<FeedbackEntry[]> {
    const rows = await this.database.query<Omit<FeedbackEntry, 'givenAt'> & { readonly given_at: Date }>(
      (sql) => sql`
        select id, user_id as "userId", ease, text, given_at from gatehouse.feedback
        where application = ${application} ${after === null ? sql`` : sql`and id < ${after}`}
        order by id desc limit ${limit}`,
    );
    return rows.map(({ given_at, ...entry }) => ({ ...entry, givenAt: given_at.toISOString() }));
  }

  /** Reads an index alone, of these weeks alone. */
  async byWeek({ application, weeks }: Parameters<FeedbackViews['byWeek']>[0]): Promise<FeedbackWeeks> {
    const rows = await this.database.query<AverageRow>(
      (sql) => sql`
        select week::text, count(ease)::int as answers, round(avg(ease), 2)::float as average_ease
        from (
          select date_trunc('week', given_at at time zone 'UTC')::date as week, ease from gatehouse.feedback
          where application = ${application} and given_at >=
            (date_trunc('week', gatehouse.now() at time zone 'UTC') - make_interval(weeks => ${weeks - 1}))
              at time zone 'UTC'
        ) as given
        group by grouping sets ((week), ())
        order by week desc nulls first`,
    );
    const total = rows.find(({ week }) => week === null);
    if (!total) throw new Error('A total of nothing is a row all the same');
    return {
      total: averageOf(total),
      weeks: rows.flatMap((row) => (row.week === null ? [] : [{ week: row.week, ...averageOf(row) }])),
    };
  }
}

const averageOf = ({ answers, average_ease }: AverageRow): FeedbackAverage => ({ answers, averageEase: average_ease });
