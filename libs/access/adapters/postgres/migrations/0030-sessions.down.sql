drop table gatehouse.sessions;
