drop table gatehouse.foreign_hash_decoys;
drop index gatehouse.users_foreign_hashes;
drop index gatehouse.users_to_purge;
create index users_to_purge on gatehouse.users (created_at) where state in ('pending', 'superseded');
alter table gatehouse.users
  drop column import_line,
  drop column import_id;
drop table gatehouse.imports;
