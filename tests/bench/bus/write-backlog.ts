import type postgres from 'postgres';

/** People whose events come close together, so that a batch holds several of the same person. */
const PEOPLE = 200;
/** Of each person, in this order: two of them tell of the person, so the relay notes where their copies stand. */
const TYPES = [
  'user.registered.v1',
  'user.activated.v1',
  'user.profile-changed.v1',
  'user.profile-changed.v1',
  'user.profile-changed.v1',
];

/**
 * Writes so many events, in transactions of a thousand: of people that nobody knows, and of none a mail comes.
 * @param count a multiple of 1,000
 */
export async function writeBacklog(sql: postgres.Sql, count: number): Promise<void> {
  for (let from = 1; from <= count; from += PEOPLE * TYPES.length) {
    await sql`
      with person as materialized (
        select n, gen_random_uuid() as id from generate_series(1, ${PEOPLE}::int) as n
      )
      insert into gatehouse.event_log (application, id, subject, type, data)
      select 'default', gen_random_uuid(), person.id, kind.type, case
        when kind.type = 'user.profile-changed.v1'
          then jsonb_build_object('userId', person.id, 'fields', jsonb_build_array('name'))
        else jsonb_build_object('userId', person.id, 'email', 'waiting-' || ${from}::int || '-' || n
          || '@bench.example.com', 'locale', 'en') end
      from person cross join unnest(${TYPES}::text[]) with ordinality as kind (type, number)
      order by kind.number, person.n`;
  }
}
