create schema gatehouse;

-- The one clock that processes agree on. Tests replace this function to move time.
create function gatehouse.now() returns timestamptz
  language sql volatile
  as 'select pg_catalog.clock_timestamp()';

-- Transaction ids order the log, and they start anew in a restored cluster: `migrate up` opens a new epoch there.
create table gatehouse.log_epoch (
  only_row boolean primary key default true check (only_row),
  epoch integer not null,
  system_identifier bigint not null
);
insert into gatehouse.log_epoch (epoch, system_identifier)
  select 1, system_identifier from pg_control_system();

create table gatehouse.event_log (
  application text not null,
  id uuid not null,
  epoch integer not null default 1,
  transaction_id xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  subject uuid not null,
  type text not null,
  data jsonb not null,
  occurred_at timestamptz not null default gatehouse.now(),
  primary key (application, id)
);
create index event_log_commit_order on gatehouse.event_log (epoch, transaction_id, position);
create index event_log_subject on gatehouse.event_log (application, subject, position);

create table gatehouse.relay_cursors (
  subscriber text primary key,
  epoch integer not null,
  transaction_id xid8 not null,
  position bigint not null,
  moved_at timestamptz not null default gatehouse.now()
);
