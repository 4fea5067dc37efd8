drop table gatehouse.applications;
