import { createHash } from 'node:crypto';
import type postgres from 'postgres';

/** People of this share wait for their code: they have signed up within the last day. */
const PENDING = 0.02;
/** And of this share, the last month's, codes and deliveries are still kept: older ones are purged. */
const KEPT = 0.05;
const YEARS = 3;
/** Rows of one statement: more would be kept on disk between generating and inserting them. */
const CHUNK = 500_000;

/** The address of the nth person: as little in order as people's addresses are. */
export const emailOf = (n: number): string =>
  `${createHash('md5').update(String(n)).digest('hex').slice(0, 10)}.${n}@bench.example.com`;

/** The numbers of those who wait for their code. */
export const pendingNumbers = (people: number) => ({ from: firstOf(people, PENDING), to: people });
export const activeNumbers = (people: number) => ({ from: 1, to: firstOf(people, PENDING) - 1 });

const firstOf = (people: number, share: number): number => people - Math.floor(people * share) + 1;

/**
 * Fills a migrated, empty database with what a deployment of so many people has after its purges: every account, the events
 * of all of them, and the codes, deliveries and counts of the last weeks. Indexes are dropped meanwhile and made again.
 */
export async function fillDeployment(sql: postgres.Sql, people: number, note: (line: string) => void): Promise<void> {
  const restore = await withoutIndexes(sql);
  const [pendingFrom, keptFrom] = [firstOf(people, PENDING), firstOf(people, KEPT)];
  const secondsEach = (YEARS * 365 * 86_400) / people;
  for (let from = 1; from <= people; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, people);
    await sql`create temporary table person as ${persons(sql, { from, to, people, pendingFrom, secondsEach })}`;
    await insertAccounts(sql);
    await insertEvents(sql);
    if (to >= keptFrom) await insertRecent(sql, keptFrom);
    await sql`drop table person`;
    if (people > CHUNK) note(`${to.toLocaleString('en')} people`);
  }
  await restore(note);
  await sql`vacuum (analyze)`;
  await warm(sql);
}

/** Ids grow with the time, as those of UUID version 7 do. */
const persons = (
  sql: postgres.Sql,
  range: { from: number; to: number; people: number; pendingFrom: number; secondsEach: number },
) => sql`
  select n, at, n < ${range.pendingFrom}::int as active,
    substr(md5(n::text), 1, 10) || '.' || n || '@bench.example.com' as email,
    (${timePart(sql)} || '7' || substr(md5('user' || n), 1, 3) || '8' || substr(md5('user' || n), 4, 15))::uuid as id,
    (${timePart(sql)} || '7' || substr(md5('code' || n), 1, 3) || '8' || substr(md5('code' || n), 4, 15))::uuid as code_id,
    (${timePart(sql)} || '7' || substr(md5('event' || n), 1, 3) || '8' || substr(md5('event' || n), 4, 15))::uuid
      as event_id
  from (
    select n, case
      when n < ${range.pendingFrom}::int then now() - interval '1 day'
        - (${range.pendingFrom}::int - n) * ${range.secondsEach}::float * interval '1 second'
      else now() - (${range.people}::int - n)::float / (${range.people}::int - ${range.pendingFrom}::int + 1)
        * interval '1 day' end as at
    from generate_series(${range.from}::int, ${range.to}::int) as n
  ) as born`;

const timePart = (sql: postgres.Sql) => sql`lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')`;

const insertAccounts = (sql: postgres.Sql) => sql`
  insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash, name,
    surname, locale, created_at, activated_at)
  select 'default', id, case when active then 'active' else 'pending' end, email, email, case when active then at end,
    '$argon2id$v=19$m=19456,t=2,p=1$' || md5(email) || '$' || md5('of ' || email), 'Person', 'Number ' || n, 'en', at,
    case when active then at + interval '20 seconds' end
  from person`;

/** Two of each person’s, of those that every deployment has written. */
const insertEvents = (sql: postgres.Sql) => sql`
  insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
  select 'default', case when kind = 1 then event_id else gen_random_uuid() end, id,
    case kind when 1 then 'user.registered.v1' else 'user.activated.v1' end,
    ('{"email": "' || email || '", "locale": "en", "userId": "' || id || '"}')::jsonb,
    at + (kind - 1) * interval '20 seconds'
  from person cross join generate_series(1, 2) as kind
  where kind = 1 or active`;

async function insertRecent(sql: postgres.Sql, keptFrom: number): Promise<void> {
  await sql`
    insert into gatehouse.activation_codes (application, id, user_id, purpose, key_id, number, digits, life_seconds,
      attempts, max_attempts, issued_at, send_after, dispatched_at, accepted_at, expires_at, consumed_at)
    select 'default', code_id, id, 'activation', 'bench', 1, 4, 60, case when active then 1 else 0 end, 3, at, at, at, at,
      at + interval '1 minute', case when active then at + interval '20 seconds' end
    from person where n >= ${keptFrom}::int`;
  await sql`
    insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
      deadline, provider, provider_message_id, created_at, sent_at)
    select 'default', event_id, id, code_id, 'mail', 'activation-code', 'sent', 1, at, at + interval '10 minutes',
      'mailjet', md5(email), at, at + interval '1 second'
    from person where n >= ${keptFrom}::int`;
  await sql`
    insert into gatehouse.throttles (application, bucket, key, hits)
    select 'default', 'messages-to-recipient', email, array[at] from person where not active`;
  await sql`
    insert into gatehouse.password_tries (application, email, network, tries, tried_at)
    select 'default', email, '192.0.2.' || n % 250, 1, at from person where not active and n % 3 = 0`;
}

/** What people are looked up in is in memory, as it is in the small deployment by itself: no statement waits for the disk. */
async function warm(sql: postgres.Sql): Promise<void> {
  await sql`create extension if not exists pg_prewarm`;
  await sql`
    select pg_prewarm(relation.oid) from pg_class as relation join pg_namespace as schema
      on schema.oid = relation.relnamespace
    where schema.nspname = 'gatehouse' and relation.relkind in ('r', 'i')
      and relation.relname ~ '^(users|activation_codes|throttles|password_tries)'`;
}

/** Drops the indexes and keys of the tables that grow; answers what makes them again as they were migrated. */
async function withoutIndexes(sql: postgres.Sql): Promise<(note: (line: string) => void) => Promise<void>> {
  const tables = ['users', 'event_log', 'activation_codes', 'deliveries', 'throttles', 'password_tries'];
  const keys = await sql<{ table: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'p'
      and (conrelid = any(select ('gatehouse.' || name)::regclass from unnest(${tables}::text[]) as name)
        or conrelid in (select inhrelid from pg_inherits where inhparent = 'gatehouse.event_log'::regclass))`;
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as definition from pg_indexes
    where schemaname = 'gatehouse' and tablename = any(${tables}::text[])
      and indexname <> all(${keys.map(({ name }) => name)}::text[])`;
  for (const { name } of indexes) await sql.unsafe(`drop index gatehouse."${name}"`);
  for (const { table, name } of keys) await sql.unsafe(`alter table ${table} drop constraint "${name}"`);
  return async (note) => {
    for (const { table, name, definition } of keys) {
      note(`key of ${table}`);
      await sql.unsafe(`alter table ${table} add constraint "${name}" ${definition}`);
    }
    for (const { name, definition } of indexes) {
      note(`index ${name}`);
      await sql.unsafe(definition);
    }
  };
}
