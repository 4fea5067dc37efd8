alter table gatehouse.event_log drop column trace_context;
