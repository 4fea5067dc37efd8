import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { ProviderReports } from '../../../application/ports/provider-reports.js';
import { GONE_AFTER_SECONDS, type ProviderReport, REPORT_COUNTS_SECONDS } from '../../../domain/provider/provider.js';

type Found = Awaited<ReturnType<ProviderReports['find']>>[number];

const COUNTED_SECONDS = 900;

/** A report is `open`, `closed`, or `left`: it was open when its process ended. */
export class PostgresProviderReports implements ProviderReports {
  constructor(private readonly database: Database) {}

  async record(report: ProviderReport, event: NewEvent, context: CommandContext): Promise<void> {
    const { channel, provider, processId, state, reason } = report;
    const { application } = context;
    await this.database.query((sql) => {
      const record = commandRecord(sql, context, { cause: 'crossed', events: [event] });
      return sql`
        with known as (
          select count(*) filter (where process_id <> ${processId}::uuid and ${isOpen(sql)}) as others,
            count(*) filter (where process_id = ${processId}::uuid and state = 'open') as own,
            count(*) filter (where process_id <> ${processId}::uuid and ${isGone(sql)}) as gone
          from gatehouse.provider_reports
          where application = ${application} and channel = ${channel} and provider = ${provider}
            and ${isRecent(sql, REPORT_COUNTS_SECONDS)}
        ),
        saved as (
          insert into gatehouse.provider_reports as report (application, channel, provider, process_id, state, reason)
          values (${application}, ${channel}, ${provider}, ${processId}, ${state}, ${reason})
          on conflict (application, channel, provider, process_id) do update set
            state = excluded.state, reason = excluded.reason, seen_at = gatehouse.now(),
            changed_at = case when report.state = excluded.state then report.changed_at else gatehouse.now() end
          returning 1
        ),
        proven_wrong as (
          update gatehouse.provider_reports set state = 'closed'
          where ${state === 'closed'}::boolean and ${isGone(sql)} and application = ${application} and channel = ${channel}
            and provider = ${provider} and process_id <> ${processId}::uuid
          returning 1
        ),
        crossed as (
          -- With another process open, that one has told of it, or is yet to close. One that is gone has told that it opened.
          select 1 from known, saved where others = 0 and case when ${state === 'open'}::boolean then own = 0 and gone = 0
            else own > 0 or exists (select 1 from proven_wrong) end
        )
        ${record.expressions}
        select ${record.wake} where exists (select 1 from crossed)`;
    });
  }

  async refresh(channel: 'mail' | 'sms', processId: string): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.provider_reports set seen_at = gatehouse.now()
        where application = 'default' and channel = ${channel} and process_id = ${processId} and state = 'open'`,
    );
  }

  async leave(channel: 'mail' | 'sms', processId: string): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.provider_reports set state = 'left', seen_at = gatehouse.now()
        where application = 'default' and channel = ${channel} and process_id = ${processId} and state = 'open'`,
    );
  }

  findOpen(channel: 'mail' | 'sms'): Promise<{ provider: string; reason: string }[]> {
    return this.database.query<{ provider: string; reason: string }>(
      (sql) => sql`
        select distinct on (provider) provider, coalesce(reason, 'open') as reason
        from gatehouse.provider_reports
        where application = 'default' and channel = ${channel} and state in ('open', 'left')
          and ${isRecent(sql, REPORT_COUNTS_SECONDS)}
        order by provider, changed_at desc`,
    );
  }

  find(application: string | null): Promise<Found[]> {
    return this.database.query<Found>(
      (sql) => sql`
        with reported as (
          select channel, provider, bool_or(counts) as is_open, max(changed_at) as changed_at,
            (array_agg(reason order by changed_at desc) filter (where counts))[1] as reason
          from (
            select *, ${isOpen(sql)} or (state = 'left' and ${isRecent(sql, REPORT_COUNTS_SECONDS)}) as counts
            from gatehouse.provider_reports where application = 'default'
          ) as report
          group by channel, provider
        ),
        counted as (
          select channel, provider, count(*) filter (where state = 'sent')::int as accepted,
            count(*) filter (where state <> 'sent')::int as refused
          from gatehouse.deliveries
          where created_at > gatehouse.now() - make_interval(secs => ${COUNTED_SECONDS}) and provider is not null
            and (${application}::text is null or application = ${application})
          group by channel, provider
        )
        select channel, provider as name, case when reported.is_open then 'open' else 'closed' end as state, reason,
          to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt",
          coalesce(accepted, 0) as accepted, coalesce(refused, 0) as refused
        from reported full join counted using (channel, provider)`,
    );
  }
}

const isRecent = (sql: Sql, seconds: number) => sql`seen_at > gatehouse.now() - make_interval(secs => ${seconds})`;

/** Its process runs, and sends nothing to the provider. */
const isOpen = (sql: Sql) => sql`(state = 'open' and ${isRecent(sql, GONE_AFTER_SECONDS)})`;

/** Its process has ended, or was killed, without having closed its breaker. */
const isGone = (sql: Sql) => sql`(state = 'left' or (state = 'open' and not ${isRecent(sql, GONE_AFTER_SECONDS)}))`;
