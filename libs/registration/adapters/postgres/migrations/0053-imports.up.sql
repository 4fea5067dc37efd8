-- A file of users that somebody imports, in one go or in several. Lines up to this one are dealt with for good.
create table gatehouse.imports (
  application text not null,
  id uuid not null,
  lines integer not null default 0,
  imported integer not null default 0,
  begun_at timestamptz not null default gatehouse.now(),
  primary key (application, id)
);
create index imports_to_purge on gatehouse.imports (begun_at);

alter table gatehouse.users
  add column import_id uuid,
  add column import_line integer;
-- One line makes one account, however often it comes.
create unique index users_of_import on gatehouse.users (application, import_id, import_line) where import_id is not null;
-- Of an address whose mailbox is to be proven yet, one account is imported; who signs up may do so beside it.
create unique index users_imported_unproven on gatehouse.users (application, email)
  where state = 'pending' and import_id is not null;

-- Whoever was imported comes when they like: such registrations do not end after a day.
drop index gatehouse.users_to_purge;
create index users_to_purge on gatehouse.users (created_at)
  where state = 'superseded' or state = 'pending' and import_id is null;

-- The dearest hash of each kind that came from elsewhere, without the password (ADR-0038).
create table gatehouse.foreign_hash_decoys (
  application text not null,
  kind text not null,
  work bigint not null,
  hash text not null,
  -- When such a hash was imported last.
  seen_at timestamptz not null,
  primary key (application, kind)
);
create index users_foreign_hashes on gatehouse.users (application, split_part(password_hash, ':', 2))
  where password_hash like 'foreign:%';
