-- A recount cannot count again whom the log does not tell of any more: days up to this one stay as they are.
alter table gatehouse.funnel_progress add column recounted_since date not null default '-infinity';
