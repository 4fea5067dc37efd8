import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { FoundOutcome, Outcomes, Teller } from '../../../application/ports/outcomes.js';
import {
  OUTCOMES,
  type Outcome,
  outcomeEvents,
  type ToldOutcome,
  tellsReason,
} from '../../../domain/message/outcome.js';
import { OUTCOME_DATA } from '../sql/outcome-columns.js';
import { suppressed } from '../sql/suppressed.js';

export class PostgresOutcomes implements Outcomes {
  constructor(private readonly database: Database) {}

  async record(teller: Teller, told: readonly ToldOutcome[]): Promise<readonly FoundOutcome[]> {
    if (told.length === 0) return [];
    return this.database.query<FoundOutcome>((sql) => recordStatement(sql, teller, told));
  }
}

/**
 * Guarded by what is known of each message: the rows are locked, always in the same order, so that of two equal reports
 * only one is news. A message that is still being sent may be with any provider; of one that was accepted, only its own
 * provider's reports count.
 */
function recordStatement(sql: Sql, { channel, provider }: Teller, told: readonly ToldOutcome[]) {
  const record = commandRecord(sql, null, {
    cause: 'changed',
    events: OUTCOMES.map(newsOf),
  });
  return sql`
    with told as materialized (
      select "deliveryId" as id, outcome, min(least(at, gatehouse.now())) as at, min(reason) as reason
      from jsonb_to_recordset(${sql.json(told as never)})
        as told ("deliveryId" uuid, outcome text, at timestamptz, reason text)
      group by "deliveryId", outcome
    ),
    locked as materialized (
      select * from gatehouse.deliveries as message
      where message.id = any(${[...new Set(told.map(({ deliveryId }) => deliveryId))]}::text[]::uuid[])
        and message.channel = ${channel} and (message.state in ('sending', 'queued') or message.provider = ${provider})
      order by message.id
      for update
    ),
    news as materialized (
      select locked.application, locked.id, locked.user_id, locked.channel, locked.template, locked.recipient_key,
        ${provider}::text as provider, told.outcome, told.reason, told.at as told_at,
        to_char(told.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        coalesce(locked.user_id, locked.id) as subject
      from locked join told using (id)
      where not locked.outcomes ? told.outcome
    ),
    gathered as (
      select application, id, max(array_position(${[...OUTCOMES]}::text[], outcome)) as rank,
        jsonb_object_agg(outcome, jsonb_strip_nulls(jsonb_build_object('at', at, 'reason', reason))) as outcomes
      from news group by application, id
    ),
    changed as (
      update gatehouse.deliveries as message set outcomes = message.outcomes || gathered.outcomes,
        outcome = (${[...OUTCOMES]}::text[])[greatest(gathered.rank,
          array_position(${[...OUTCOMES]}::text[], message.outcome))]
      from gathered
      where message.application = gathered.application and message.id = gathered.id
      returning message.id
    ),
    ${suppressed(sql, sql`news`)},
    ${OUTCOMES.map(
      (outcome, at) => sql`${at === 0 ? sql`` : sql`,`} ${sql(nameOf(outcome))} as (
      select * from news where outcome = ${outcome})`,
    )}
    ${record.expressions}
    select locked.application, locked.code_id as "codeId", told.outcome, told.reason,
      (select ${record.wake} where exists (select 1 from changed)) as woken
    from locked join told using (id)`;
}

const nameOf = (outcome: Outcome): string => `${outcome.replace('-', '_')}_news`;

function newsOf(outcome: Outcome) {
  const event = outcomeEvents[outcome];
  const [rows, columns] = [nameOf(outcome), { application: 'application', subject: 'subject' }];
  return tellsReason(event)
    ? eventsOfRows(rows, event, { ...columns, data: { ...OUTCOME_DATA, reason: 'reason' } })
    : eventsOfRows(rows, event, { ...columns, data: OUTCOME_DATA });
}
