drop table gatehouse.feedback;
