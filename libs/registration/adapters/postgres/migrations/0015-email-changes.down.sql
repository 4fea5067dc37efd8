alter table gatehouse.notices drop column change_id;
drop table gatehouse.email_changes;
alter table gatehouse.activation_codes drop column credentials_version;
