import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { Erasure, Erasures } from '../../../application/ports/standing.js';
import type { UserState } from '../../../domain/user/user.js';
import { blankEvents } from '../sql/blank-events.js';
import { purposesThat } from '../sql/purposes.js';
import { everyBucket } from '../sql/throttles.js';

export class PostgresErasures implements Erasures {
  constructor(private readonly database: Database) {}

  async stateOf({ application, userId }: Parameters<Erasures['stateOf']>[0]): Promise<UserState | null> {
    const row = await this.database.decide<{ state: UserState }>(
      (sql) => sql`
${decided(sql, sql`select state from gatehouse.users where application = ${application} and id = ${userId}`)}`,
    );
    return row?.state ?? null;
  }

  async erase(
    erasure: Erasure,
    event: Parameters<Erasures['erase']>[1],
    context: CommandContext,
  ): Promise<readonly string[] | null> {
    const { ids } = await this.database.one<{ ids: string[] }>((sql) => eraseStatement(sql, erasure, event, context));
    return ids.length > 0 ? ids : null;
  }
}

/**
 * Erases users with all that registration and the event log hold of them: all or nothing. Answers a row for each who
 * is gone.
 *
 * The guard: everybody who goes has, once locked, the version that the statement has read, and who proved it a proven
 * hash. Anyone who adds a code, a notice or a change of address raises the version in the same statement; a statement that
 * had to wait for them does not see what they wrote, and would leave it. Anyone who adds an event with personal data holds the
 * person's row as well, at least for a key share, and events are blanked once that is locked. Rows are locked in the order of
 * everybody else: users by id, codes by id.
 */
function eraseStatement(
  sql: Sql,
  { userIds, provenHashes }: Erasure,
  event: Parameters<Erasures['erase']>[1],
  context: CommandContext,
) {
  const { application } = context;
  const record = commandRecord(sql, context, {
    cause: 'tombstones',
    events: [eventsOfRows('tombstones', event, { subject: 'id', data: { userId: 'id' } })],
    audit: { act: 'user.erased', subject: userIds.join(' '), mayBeOwn: true },
  });
  const ids = sql`${[...userIds]}::uuid[]`;
  return sql`
    with recursive clock as materialized (select gatehouse.now() as now),
    asked as materialized (
      select id, state, email, version from gatehouse.users
      where application = ${application} and id = any(${ids}) and state <> 'erased'
    ),
    wanted as materialized (
      select id, version from asked
      union
      -- The owner has proven the address: what others have begun with it is the owner's personal data, and is of no use to them.
      select other.id, other.version from asked join gatehouse.users as other
        on other.application = ${application} and other.email = asked.email
      where asked.state in ('active', 'suspended') and other.state in ('pending', 'superseded')
    ),
    locked as materialized (
      select person.application, person.id, person.state, person.version, person.email, person.phone, person.phone_verified_at is not null as has_phone
      from gatehouse.users as person
      where person.application = ${application} and person.id in (select id from wanted)
        and (person.state in ('pending', 'superseded') and person.id <> all(${ids})
          or person.id = any(${ids}) and person.state <> 'erased' and (${provenHashes === null}::boolean
            or person.password_hash = any(${provenHashes ?? []}::text[]) and person.state <> 'suspended'))
      order by person.id
      for update
    ),
    doomed as materialized (
      select * from locked
      where (select count(*) from asked) = ${userIds.length}
        and (select count(*) from wanted) = (select count(*) from wanted join locked using (id, version))
    ),
    codes_wanted as materialized (
      select code.id, doomed.state from doomed join gatehouse.activation_codes as code
        on code.application = ${application} and code.user_id = doomed.id
      union
      -- Codes for a new password are asked for an address, and belong to its owner.
      select code.id, doomed.state from doomed join gatehouse.activation_codes as code
        on code.application = ${application} and code.target = doomed.email
          and code.purpose in ${purposesThat(sql, ({ holder }) => holder === 'address')}
      where doomed.state in ('active', 'suspended')
    ),
    codes as materialized (
      select code.id, code.target, code.consumed_at is not null as proven, codes_wanted.state
      from codes_wanted join gatehouse.activation_codes as code
        on code.application = ${application} and code.id = codes_wanted.id
      order by code.id
      for update of code
    ),
    codes_gone as (
      delete from gatehouse.activation_codes as code using codes
      where code.application = ${application} and code.id = codes.id
      returning 1
    ),
    changes_gone as (
      delete from gatehouse.email_changes as change using doomed
      where change.application = ${application} and change.user_id = doomed.id
      returning change.former_email
    ),
    -- What somebody has not proven to be theirs may be another's, whom the counts protect: these end with their windows.
    theirs as materialized (
      select email as key from doomed where state in ('active', 'suspended')
      union
      select phone from doomed where state in ('active', 'suspended') and has_phone
      union
      select target from codes where state in ('active', 'suspended') and proven and target is not null
      union
      select former_email from changes_gone
      union
      -- The reserve is counted by the account.
      select id::text from doomed
    ),
    counted as materialized (
      select key from theirs
      -- A former address may have found another owner, whom its counts protect.
      where not exists (select 1 from gatehouse.users as other where other.application = ${application}
        and other.email = theirs.key and other.state in ('active', 'suspended')
        and other.id not in (select id from doomed))
    ),
    ${everyBucket(sql, application)},
    counts_gone as (
      delete from gatehouse.throttles as seen using counted, buckets
      where seen.application = ${application} and seen.bucket = buckets.name and seen.key = counted.key
        and (select count(*) from codes_gone) >= 0
      returning 1
    ),
    tries_gone as (
      delete from gatehouse.password_tries as tries using counted
      where tries.application = ${application} and tries.email = counted.key and (select count(*) from counts_gone) >= 0
      returning 1
    ),
    notices_gone as (
      delete from gatehouse.notices as notice using doomed
      where notice.application = ${application} and notice.user_id = doomed.id
      returning 1
    ),
    feedback_gone as (
      delete from gatehouse.feedback as given using doomed
      where given.application = ${application} and given.user_id = doomed.id
      returning 1
    ),
    ${blankEvents(sql)},
    gone as (
      delete from gatehouse.users as person using doomed
      where person.application = ${application} and person.id = doomed.id and (select count(*) from blanked) >= 0
      returning person.id, person.created_at, person.activated_at
    ),
    tombstones as (
      insert into gatehouse.users (application, id, state, created_at, activated_at, erased_at)
      select ${application}, gone.id, 'erased', gone.created_at, gone.activated_at, clock.now from gone, clock
      returning id
    )
    ${record.expressions}
    select array(select id from tombstones) as ids, (select ${record.wake} from tombstones limit 1) as woken`;
}
