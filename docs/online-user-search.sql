-- Migration 0097-user-search for large tables: its index is built while people sign up. Run it with psql, outside a
-- transaction, after `gatehouse migrate up --to 0096-template-tests`; again if it was interrupted.
-- tests/database/online-index.test.ts compares what it makes with what the migration makes.

set client_min_messages = warning;
select exists (select from public.gatehouse_migrations where name = '0097-user-search') as applied \gset
\if :applied
  \quit
\endif

-- Letters without case and accents. Most text is ASCII, which needs no more than lower().
create or replace function gatehouse.folded(value text) returns text
  language sql immutable parallel safe
  return case
    when octet_length(value) = length(value) then lower(value)
    else lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g'))
  end;

-- A line for each thing that is known of a person: no part of one runs into the next.
create or replace function gatehouse.search_text(email text, deliverable text, name text, surname text, phone text) returns text
  language sql immutable parallel safe
  return gatehouse.folded(
    coalesce(email, '') || e'\n'
    || case when deliverable is distinct from email then coalesce(deliverable, '') || e'\n' else '' end
    || coalesce(name, '') || case when name is null or surname is null then '' else ' ' end || coalesce(surname, '')
    || e'\n' || coalesce(phone, ''));

-- Every three letters in a row; and every two that are not ASCII, because names of two such letters are common. A loop takes
-- a sixth of the time that a select does, and every row that is written pays for it.
create or replace function gatehouse.search_terms(application text, folded text) returns text[]
  language plpgsql immutable parallel safe
  as $$
declare
  terms text[] := '{}';
  is_ascii boolean := octet_length(folded) = length(folded);
begin
  for at in 1 .. length(folded) - 1 loop
    if at < length(folded) - 1 then
      terms := terms || (application || ' ' || substr(folded, at, 3));
    end if;
    if not is_ascii and octet_length(substr(folded, at, 2)) > 2 then
      terms := terms || (application || ' ' || substr(folded, at, 2));
    end if;
  end loop;
  return terms;
end $$;

-- What an interrupted build has left behind cannot be used.
drop index concurrently if exists gatehouse.users_search;
create index concurrently users_search on gatehouse.users
  using gin (gatehouse.search_terms(application, gatehouse.search_text(email, email_deliverable, name, surname, phone)))
  with (gin_pending_list_limit = 512);

insert into public.gatehouse_migrations (name) values ('0097-user-search');
