import type postgres from 'postgres';

/**
 * Makes so many accounts, which nobody can sign in to, and as many rows of the same size in `bench.people`, which the
 * plain server reads. One of fifty is a registration of the last day that nobody has activated.
 */
export async function seedPeople(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash,
      name, surname, locale, created_at, activated_at)
    select 'default', gen_random_uuid(), case when active then 'active' else 'pending' end, email, email,
      case when active then now() end, 'none', 'Person', 'Number ' || n, 'en', now() - n * interval '0.8 s',
      case when active then now() end
    from (
      select n, n % 50 > 0 as active, 'person-' || n || '@bench.example.com' as email
      from generate_series(1, ${count}::int) as n
    ) as person`;
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
