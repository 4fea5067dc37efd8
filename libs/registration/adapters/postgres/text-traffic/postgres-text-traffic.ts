import type { Administrator } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { TextStops, TextTrafficViews } from '../../../application/ports/text-traffic.js';
import type { CountryTraffic, RangeTraffic, TextCounts, TextStop } from '../../../contract/queries/text-traffic.js';

export class PostgresTextStops implements TextStops {
  /** @param onStop hears of each place that this process has stopped */
  constructor(
    private readonly database: Database,
    private readonly onStop?: (labels: { kind: string; reason: string }) => void,
  ) {}

  /** The guard is the end of the stop before: of those who find at once that a place should be stopped, one stops it. */
  async add(...[stop, context]: Parameters<TextStops['add']>): Promise<void> {
    const { application } = context;
    const { id, kind, place, reason, asked, proven, seconds } = stop;
    const service: Administrator = { kind: 'service', id: null, application, everywhere: false };
    const stopped = await this.database.query((sql) => {
      const details = { stopId: id, kind, reason, asked, proven, seconds };
      const audit = { act: 'sms.stopped', subject: place, details };
      // Who happened to ask last is not the one to blame.
      const byService = { ...context, network: null, administrator: service };
      const record = commandRecord(sql, byService, { cause: 'stopped', events: [], audit });
      return sql`
        with clock as materialized (
          select gatehouse.now() as now, gatehouse.now() + make_interval(secs => ${seconds}) as ends_at
        ),
        stopped as (
          insert into gatehouse.sms_stops as known (application, place, id, kind, reason, asked, proven, stopped_at,
            ends_at, share_from)
          select ${application}, ${place}, ${id}, ${kind}, ${reason}, ${asked}, ${proven}, now, ends_at,
            case when ${reason} = 'unproven' then ends_at end
          from clock
          on conflict (application, place) do update set id = excluded.id, kind = excluded.kind,
            reason = excluded.reason, asked = excluded.asked, proven = excluded.proven,
            stopped_at = excluded.stopped_at, ends_at = excluded.ends_at,
            share_from = coalesce(excluded.share_from, known.share_from)
            where known.ends_at <= excluded.stopped_at
          returning 1
        )
        ${record.expressions}
        select 1 from stopped`;
    });
    if (stopped.length > 0) this.onStop?.({ kind, reason });
  }

  async lift(...[id, context]: Parameters<TextStops['lift']>): Promise<boolean> {
    const { application } = context;
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'lifted',
        events: [],
        audit: { act: 'sms.stop-lifted', subject: id },
      });
      return sql`
        with lifted as (
          update gatehouse.sms_stops as stop set ends_at = clock.now, share_from = clock.now, lifted_at = clock.now
          from (select gatehouse.now() as now) as clock
          where stop.application = ${application} and stop.id = ${id} and stop.ends_at > clock.now
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select 1 from lifted`)}`;
    });
    return done !== null;
  }
}

type Counted<T extends TextCounts> = Omit<T, 'provenPercent'>;

export class PostgresTextTrafficViews implements TextTrafficViews {
  constructor(private readonly database: Database) {}

  async stops({ application, after, limit }: Parameters<TextTrafficViews['stops']>[0]): Promise<TextStop[]> {
    const rows = await this.database.query<Omit<TextStop, 'stoppedAt' | 'endsAt'> & StopTimes>(
      (sql) => sql`
        select id, kind, place, reason, asked, proven, stopped_at, ends_at from gatehouse.sms_stops
        where application = ${application} and ends_at > gatehouse.now()
          ${after === null ? sql`` : sql`and place > ${after}`}
        order by place limit ${limit}`,
    );
    return rows.map(({ stopped_at, ends_at, ...stop }) => ({
      ...stop,
      stoppedAt: stopped_at.toISOString(),
      endsAt: ends_at.toISOString(),
    }));
  }

  async traffic(application: string, busiestRanges: number) {
    const [countries, ranges] = await Promise.all([
      this.database.query<Counted<CountryTraffic>>((sql) => countriesOf(sql, application)),
      this.database.query<Counted<RangeTraffic>>((sql) => rangesOf(sql, application, busiestRanges)),
    ]);
    return { countries: countries.map(withShare), ranges: ranges.map(withShare) };
  }
}

interface StopTimes {
  readonly stopped_at: Date;
  readonly ends_at: Date;
}

const countriesOf = (sql: Sql, application: string) => sql`
  select country, sum(asked)::int as asked, sum(proven)::int as proven from gatehouse.sms_countries
  where application = ${application} and slot > gatehouse.now() - interval '1 day'
  group by country order by asked desc, country`;

const rangesOf = (sql: Sql, application: string, most: number) => sql`
  with clock as materialized (select gatehouse.now() - interval '1 day' as since)
  select range, country, cardinality(gatehouse.hits_since(asked, since)) as asked,
    cardinality(gatehouse.hits_since(proven, since)) as proven
  from gatehouse.sms_ranges, clock
  where application = ${application} and sent_at > since
  order by 3 desc, range limit ${most}`;

const withShare = <T extends Counted<TextCounts>>(counts: T): T & TextCounts => ({
  ...counts,
  provenPercent: counts.asked === 0 ? null : Math.round((1_000 * counts.proven) / counts.asked) / 10,
});
