import type postgres from 'postgres';

/**
 * Makes so many active accounts, which nobody can sign in to, and as many rows of the same size in `bench.people`,
 * which the plain server reads.
 */
export async function seedPeople(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash,
      name, surname, locale, activated_at)
    select 'default', gen_random_uuid(), 'active', 'person-' || n || '@bench.example.com',
      'person-' || n || '@bench.example.com', now(), 'none', 'Person', 'Number ' || n, 'en', now()
    from generate_series(1, ${count}::int) as n`;
  await sql`create schema bench`;
  await sql`
    create table bench.people as
    select n as id, 'active' as state, email, email_verified_at, password_hash, name, surname, locale, created_at,
      activated_at
    from (select row_number() over ()::int as n, * from gatehouse.users) as numbered`;
  await sql`alter table bench.people add primary key (id)`;
  await sql`vacuum (analyze) gatehouse.users`;
  await sql`vacuum (analyze) bench.people`;
}
