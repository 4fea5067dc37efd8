alter table gatehouse.users drop column suspension_reason, drop column suspended_at;
