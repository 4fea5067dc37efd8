import type { Database } from '@gatehouse/platform/postgres';
import type { FunnelViews } from '../../../application/ports/funnel.js';
import type { ActivationRates, FunnelCounts as Counts, Funnel, FunnelDay } from '../../../contract/queries/funnel.js';
import { activationRates } from './funnel-groups.js';
import { BUCKET_FACTOR } from './postgres-funnel-counts.js';

/** The row without a day is that of all of them together. */
interface FunnelRow {
  readonly application: string | null;
  readonly day: string | null;
  readonly signed_up: number;
  readonly mailed: number;
  readonly activated: number;
  readonly superseded: number;
  readonly expired: number;
  readonly bucket: number | null;
}

export class PostgresFunnelViews implements FunnelViews {
  constructor(private readonly database: Database) {}

  /** Reads a row for each day, and some hundred for its times, however many people there are. */
  async read({ application, from, to }: Parameters<FunnelViews['read']>[0]): Promise<Funnel> {
    const rows = await this.database.query<FunnelRow>((sql) => {
      const meant = sql`day between ${from}::text::date and ${to}::text::date
        ${application === null ? sql`` : sql`and application = ${application}`}`;
      return sql`
        with counts as (
          select application, day, sum(signed_up)::int as signed_up, sum(mailed)::int as mailed,
            sum(activated)::int as activated, sum(superseded)::int as superseded, sum(expired)::int as expired
          from gatehouse.funnel_days where ${meant}
          group by grouping sets ((application, day), ())
        ),
        times as (
          select application, day, bucket, sum(activated) as activated
          from gatehouse.funnel_times where ${meant}
          group by grouping sets ((application, day, bucket), (bucket))
        ),
        medians as (
          select distinct on (application, day) application, day, bucket
          from (
            select application, day, bucket, sum(activated) over (partition by application, day order by bucket) as upto,
              sum(activated) over (partition by application, day) as altogether
            from times
          ) as summed
          where upto * 2 >= altogether
          order by application, day, bucket
        )
        select counts.application, counts.day::text, coalesce(signed_up, 0) as signed_up, coalesce(mailed, 0) as mailed,
          coalesce(activated, 0) as activated, coalesce(superseded, 0) as superseded, coalesce(expired, 0) as expired,
          medians.bucket
        from counts left join medians
          on medians.application is not distinct from counts.application and medians.day is not distinct from counts.day
        order by counts.day desc nulls first, counts.application`;
    });
    const [total, ...days] = rows;
    if (!total) throw new Error('A total of nothing is a row all the same');
    return { from, to, total: countsOf(total), days: days.map(dayOf) };
  }

  rates(wanted: Parameters<FunnelViews['rates']>[0]): Promise<ActivationRates> {
    return activationRates(this.database, wanted);
  }
}

const countsOf = (row: FunnelRow): Counts => ({
  signedUp: row.signed_up,
  mailed: row.mailed,
  activated: row.activated,
  superseded: row.superseded,
  expired: row.expired,
  medianSecondsToActivate: row.bucket === null ? null : secondsOf(row.bucket),
});

const dayOf = (row: FunnelRow): FunnelDay => ({
  ...countsOf(row),
  application: row.application ?? '',
  day: row.day ?? '',
});

/** The middle of a bucket, to a tenth of a second. */
const secondsOf = (bucket: number): number => Math.round(10 * BUCKET_FACTOR ** (bucket + 0.5)) / 10;
