alter table gatehouse.sessions drop column browser, drop column system, drop column network;
