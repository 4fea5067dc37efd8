drop table gatehouse.suppressions;
drop index gatehouse.deliveries_by_id;
alter table gatehouse.deliveries drop column recipient_key, drop column outcome, drop column outcomes;
