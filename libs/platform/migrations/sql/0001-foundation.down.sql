drop table gatehouse.relay_cursors;
drop table gatehouse.event_log;
drop table gatehouse.log_epoch;
drop function gatehouse.now();
drop schema gatehouse;
