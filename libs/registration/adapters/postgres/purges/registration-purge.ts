import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import type { Purge } from '@gatehouse/platform/jobs';
import { untilNoneLeft } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';
import { registrationExpired } from '../../../domain/user/account-events.js';
import { blankEvents } from '../sql/blank-events.js';

/**
 * Registrations that nobody has proven within a day (ADR-0006), superseded ones too: their addresses may be anybody's,
 * so their events are blanked as those of an erased person are. Those that were imported wait for as long as it takes. What somebody may be about to activate stays: whose code
 * lives or is on its way, and whose address got a message within the hour, so that it looks the same for addresses that
 * have an owner.
 *
 * The guard against a code that is issued meanwhile is the version, which issuing raises: the locked row has the one
 * that was read. Rows that anybody else holds are left for the next time.
 */
export class RegistrationPurge implements Purge {
  readonly what = 'registrations';

  constructor(private readonly database: Database) {}

  batches(size: number): AsyncIterable<number> {
    return untilNoneLeft(size, (limit) => this.#remove(limit));
  }

  async #remove(limit: number): Promise<number> {
    const columns = { application: 'application', subject: 'id', data: { userId: 'id' } };
    const events = [eventsOfRows('expired', registrationExpired, columns)];
    const row = await this.database.one<{ removed: number }>((sql) => {
      const record = commandRecord(sql, null, { cause: 'expired', events });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        old as materialized (
          select person.application, person.id, person.version
          from gatehouse.users as person
          where (person.state = 'superseded' or person.state = 'pending' and person.import_id is null)
            and person.created_at < (select now - interval '24 hours' from clock)
            and not exists (
              select 1 from gatehouse.activation_codes as code, clock
              where code.application = person.application and code.user_id = person.id
                and code.consumed_at is null and code.voided_at is null and code.failed_at is null
                and (code.expires_at > clock.now
                  or code.accepted_at is null and code.send_after > clock.now - interval '15 minutes'))
            and not exists (
              select 1 from gatehouse.throttles as seen, clock
              where seen.application = person.application and seen.bucket = 'messages-to-recipient'
                and seen.key = person.email and seen.hits[cardinality(seen.hits)] > clock.now - interval '1 hour')
          order by person.created_at
          limit ${limit}
        ),
        doomed as materialized (
          select person.application, person.id, person.state
          from old join gatehouse.users as person
            on person.application = old.application and person.id = old.id and person.version = old.version
          order by person.application, person.id
          for update of person skip locked
        ),
        codes as materialized (
          select code.application, code.id from doomed join gatehouse.activation_codes as code
            on code.application = doomed.application and code.user_id = doomed.id
          order by code.application, code.id
          for update of code
        ),
        codes_gone as (
          delete from gatehouse.activation_codes as code using codes
          where code.application = codes.application and code.id = codes.id
          returning 1
        ),
        ${blankEvents(sql)},
        gone as (
          delete from gatehouse.users as person using doomed
          where person.application = doomed.application and person.id = doomed.id
          returning person.application, person.id, person.state
        ),
        expired as (select application, id from gone where state = 'pending')
        ${record.expressions}
        select count(*)::int as removed from gone`;
    });
    return row.removed;
  }
}
