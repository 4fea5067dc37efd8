-- What an application's people asked for by SMS, and proved: by ranges, which are numbers without their last four digits.
create table gatehouse.sms_ranges (
  application text not null,
  range text not null,
  -- ISO 3166 alpha-2.
  country text not null,
  -- Of the last day, ascending: every message, the first to each number, and the codes that came back.
  sent timestamptz[] not null,
  asked timestamptz[] not null,
  proven timestamptz[] not null default '{}',
  sent_at timestamptz not null,
  primary key (application, range)
);
create index sms_ranges_to_purge on gatehouse.sms_ranges (sent_at);

-- Numbers that asked and proved by country and quarter of an hour, in several rows each: all messages to a country would wait for one.
create table gatehouse.sms_countries (
  application text not null,
  country text not null,
  slot timestamptz not null,
  shard smallint not null,
  asked integer not null default 0,
  proven integer not null default 0,
  primary key (application, country, slot, shard)
);
create index sms_countries_to_purge on gatehouse.sms_countries (slot);

-- Ranges and countries that get no SMS for a while. One that has ended says from when on their share counts.
create table gatehouse.sms_stops (
  application text not null,
  -- A range such as +3361234, or a country.
  place text not null,
  id uuid not null,
  kind text not null check (kind in ('range', 'country')),
  reason text not null check (reason in ('velocity', 'unproven')),
  asked integer not null,
  proven integer not null,
  stopped_at timestamptz not null,
  ends_at timestamptz not null,
  share_from timestamptz,
  lifted_at timestamptz,
  primary key (application, place)
);
create index sms_stops_to_purge on gatehouse.sms_stops (ends_at);
