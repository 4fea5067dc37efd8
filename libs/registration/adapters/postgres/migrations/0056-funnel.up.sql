-- How many of those who signed up on a day (UTC) came how far. Numbers alone: nothing here tells of a person, so that an
-- erasure changes nothing. Counted from the event log, and made again from it whenever somebody likes.
create table gatehouse.funnel_days (
  application text not null,
  day date not null,
  signed_up integer not null default 0,
  mailed integer not null default 0,
  activated integer not null default 0,
  superseded integer not null default 0,
  expired integer not null default 0,
  primary key (application, day)
);
create index funnel_days_by_day on gatehouse.funnel_days (day);

-- How long they took to activate: activations by the logarithm of the seconds, so that a median is right to one per cent.
create table gatehouse.funnel_times (
  application text not null,
  day date not null,
  bucket smallint not null,
  activated integer not null,
  primary key (application, day, bucket)
);
create index funnel_times_by_day on gatehouse.funnel_times (day);

-- The place in the event log up to which everything is counted: an event that is handed over again is known by it.
create table gatehouse.funnel_progress (
  only_row boolean primary key default true check (only_row),
  epoch integer not null,
  transaction_id xid8 not null,
  position bigint not null
);
insert into gatehouse.funnel_progress (epoch, transaction_id, position) values (0, '0', 0);
