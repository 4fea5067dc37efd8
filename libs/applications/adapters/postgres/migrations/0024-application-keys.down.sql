drop table gatehouse.application_keys;
alter table gatehouse.applications drop column keys_version;
