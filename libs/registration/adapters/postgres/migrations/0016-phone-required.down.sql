alter table gatehouse.users drop column phone_required;
