alter table gatehouse.applications drop column appearance;
