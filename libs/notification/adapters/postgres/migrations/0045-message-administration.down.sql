drop index gatehouse.deliveries_by_time;
drop index gatehouse.deliveries_failed;
create index deliveries_failed on gatehouse.deliveries (application, failed_at desc) where state = 'failed';
alter table gatehouse.deliveries drop column dropped_at, drop column round, drop column refusals;
