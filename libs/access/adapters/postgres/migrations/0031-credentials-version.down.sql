alter table gatehouse.sessions drop column credentials_version;
