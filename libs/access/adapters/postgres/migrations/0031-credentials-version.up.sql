-- The account's, as the sign-in found it. Sessions older than the account's own are over.
alter table gatehouse.sessions add column credentials_version integer not null default 1;
