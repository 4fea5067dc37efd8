-- Of those who signed up in a week (UTC, from Monday): by which provider, at which mail domain, or with a phone of which
-- country, how many of their first mails arrived or bounced, and how many activated. Numbers alone. The name '' is everyone else.
create table gatehouse.funnel_groups (
  application text not null,
  dimension text not null check (dimension in ('provider', 'mail-domain', 'phone-country')),
  week date not null,
  name text not null,
  people integer not null default 0,
  delivered integer not null default 0,
  bounced integer not null default 0,
  activated integer not null default 0,
  primary key (application, dimension, week, name)
);
create index funnel_groups_by_week on gatehouse.funnel_groups (week);

-- Groups are counted once, by what an erasure takes out of the log: a recount leaves them, so their place is their own.
-- Sign-ups of earlier days are left out, as only a part of their steps would be counted.
alter table gatehouse.funnel_progress
  add column grouped_epoch integer not null default 0,
  add column grouped_transaction_id xid8 not null default '0',
  add column grouped_position bigint not null default 0,
  add column grouped_since date not null default '-infinity';
update gatehouse.funnel_progress set grouped_since = (now() at time zone 'UTC')::date + 1
where exists (select 1 from gatehouse.event_log);
