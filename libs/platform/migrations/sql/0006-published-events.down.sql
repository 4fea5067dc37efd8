drop table gatehouse.published_events;
