drop table gatehouse.application_logos;
alter table gatehouse.applications drop column logo;
