-- The W3C traceparent of the call that wrote an event, where calls are traced: what comes of the event is a part of the same
-- trace. It says nothing about a person.
alter table gatehouse.event_log add column trace_context text;
