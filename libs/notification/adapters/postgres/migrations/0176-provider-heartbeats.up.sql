-- A process whose breaker is open says every few seconds that it still runs. One that was killed says nothing any more.
alter table gatehouse.provider_reports add column seen_at timestamptz not null default gatehouse.now();
create index provider_reports_seen on gatehouse.provider_reports (seen_at);
drop index gatehouse.provider_reports_to_purge;
