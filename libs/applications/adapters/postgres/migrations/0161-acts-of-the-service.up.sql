-- What the service does by itself is audited, too, such as stopping SMS to a range of numbers.
alter table gatehouse.audit_log drop constraint audit_log_administrator_kind_check;
alter table gatehouse.audit_log add constraint audit_log_administrator_kind_check
  check (administrator_kind in ('user', 'key', 'operator', 'service'));
