-- The log only grows: entries of the service stay, and the version before reads no kind but its own from new ones.
alter table gatehouse.audit_log drop constraint audit_log_administrator_kind_check;
alter table gatehouse.audit_log add constraint audit_log_administrator_kind_check
  check (administrator_kind in ('user', 'key', 'operator')) not valid;
