create table gatehouse.application_keys (
  application text not null,
  id uuid not null,
  name text not null,
  -- SHA-256 of the whole key: 256 random bits need neither salt nor stretching. The key itself is nowhere.
  key_hash bytea not null check (octet_length(key_hash) = 32),
  -- The last characters, by which people tell one from another.
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- The key that took its place.
  replaced_by uuid,
  -- To the hour or so: not every call writes.
  last_used_at timestamptz,
  primary key (application, id)
);
-- A key names itself, not its application.
create unique index application_keys_by_id on gatehouse.application_keys (id);
-- Grows with every new key: what lets two that count the keys at once find out about each other.
alter table gatehouse.applications add column keys_version integer not null default 0;
