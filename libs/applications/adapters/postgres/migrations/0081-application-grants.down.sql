alter table gatehouse.applications drop column grants;
