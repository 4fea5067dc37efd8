import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { AgedRowsPurge, type Purge, untilNoneLeft } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';
import { registrationExpired } from '../../../domain/user/account-events.js';
import { blankEvents } from '../sql/blank-events.js';
import { PasswordTriesPurge, ThrottlePurge } from './count-purges.js';

const DAY = 86_400;

/** What registration keeps for a while only (ADR-0031). */
export const registrationPurges: readonly ((database: Database) => Purge)[] = [
  (database) => new RegistrationPurge(database),
  // As long as somebody may ask what became of a message. A code lives for a day at most.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'codes',
      table: 'activation_codes',
      column: 'issued_at',
      keepSeconds: 30 * DAY,
    }),
  // Their tries count for a day after the code's own day.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'codes-of-nobody',
      table: 'activation_codes',
      column: 'issued_at',
      keepSeconds: 2 * DAY,
      only: (sql) => sql`user_id is null`,
    }),
  (database) =>
    new AgedRowsPurge(database, { what: 'notices', table: 'notices', column: 'issued_at', keepSeconds: 30 * DAY }),
  (database) =>
    new AgedRowsPurge(database, {
      what: 'former-addresses',
      table: 'email_changes',
      column: 'undo_until',
      keepSeconds: DAY,
    }),
  // An interrupted import is sent again within days; what it has written stays.
  (database) =>
    new AgedRowsPurge(database, { what: 'imports', table: 'imports', column: 'begun_at', keepSeconds: 90 * DAY }),
  // As long as they count. What a range had is not kept once nobody there asks any more.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'sms-ranges',
      table: 'sms_ranges',
      key: ['application', 'range'],
      column: 'sent_at',
      keepSeconds: DAY,
    }),
  (database) =>
    new AgedRowsPurge(database, {
      what: 'sms-countries',
      table: 'sms_countries',
      key: ['application', 'country', 'slot', 'shard'],
      column: 'slot',
      keepSeconds: 2 * DAY,
    }),
  // A stop that has ended says from when on its place is judged.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'sms-stops',
      table: 'sms_stops',
      key: ['application', 'place'],
      column: 'ends_at',
      keepSeconds: 2 * DAY,
    }),
  (database) => new HashDecoyPurge(database),
  (database) => new ThrottlePurge(database),
  (database) => new PasswordTriesPurge(database),
];

/**
 * Registrations that were not proven within a day (ADR-0006), superseded ones too: their addresses may be anyone's,
 * so their events are blanked as those of an erased person are. Those that were imported wait for as long as it takes. What somebody may be about to activate stays: whose code
 * lives or is on its way, and whose address got a message within the hour, so that it looks the same for addresses that
 * have an owner.
 *
 * The guard against a code that is issued meanwhile is the version, which issuing raises: the locked row has the one
 * that was read. Rows that anybody else holds are left for the next time.
 */
class RegistrationPurge implements Purge {
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
            and (select count(*) from blanked) >= 0
          returning person.application, person.id, person.state
        ),
        expired as (select application, id from gone where state = 'pending')
        ${record.expressions}
        select count(*)::int as removed from gone`;
    });
    return row.removed;
  }
}

/**
 * Decoys of a kind of hash that an application has none of any more: everybody has signed in, or is gone.
 *
 * The guard is the time: an import whose users this statement does not see yet has just changed it, and a row that was
 * changed meanwhile is judged again by what stands in it.
 */
export class HashDecoyPurge implements Purge {
  readonly what = 'hash-decoys';

  constructor(private readonly database: Database) {}

  /** There are a handful in all. */
  async *batches(): AsyncIterable<number> {
    const rows = await this.database.query(
      (sql) => sql`
        delete from gatehouse.foreign_hash_decoys as decoy
        where decoy.seen_at < gatehouse.now() - interval '1 hour' and not exists (select 1 from gatehouse.users as person
          where person.application = decoy.application and person.password_hash like 'foreign:%'
            and split_part(person.password_hash, ':', 2) = decoy.kind)
        returning 1`,
    );
    yield rows.length;
  }
}
