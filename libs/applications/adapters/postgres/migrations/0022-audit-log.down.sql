drop table gatehouse.audit_log;
drop function gatehouse.place_audit_entry();
drop function gatehouse.refuse_change_of_audit_log();
