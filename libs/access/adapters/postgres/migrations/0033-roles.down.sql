drop table gatehouse.user_roles;
