alter table gatehouse.users
  -- Counts what has overtaken earlier sign-ins: a new password above all.
  add column credentials_version integer not null default 1,
  -- The one session that the latest of these changes let live: that of the person who made it.
  add column kept_session uuid;
