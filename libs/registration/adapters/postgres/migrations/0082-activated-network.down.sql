alter table gatehouse.users drop column activated_network;
