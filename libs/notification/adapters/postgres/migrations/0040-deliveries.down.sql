drop table gatehouse.deliveries;
