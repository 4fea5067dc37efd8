alter table gatehouse.users drop column kept_session, drop column credentials_version;
