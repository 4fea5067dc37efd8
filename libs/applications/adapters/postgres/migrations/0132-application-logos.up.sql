alter table gatehouse.applications
  -- What is known of its logo besides the bytes, which nobody reads with every application.
  add column logo jsonb;

create table gatehouse.application_logos (
  application text primary key,
  name text not null,
  type text not null,
  content bytea not null
);
