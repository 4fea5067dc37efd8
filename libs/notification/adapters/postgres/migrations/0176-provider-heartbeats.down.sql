create index provider_reports_to_purge on gatehouse.provider_reports (changed_at);
drop index gatehouse.provider_reports_seen;
alter table gatehouse.provider_reports drop column seen_at;
