delete from gatehouse.users where state = 'erased';
alter table gatehouse.users
  drop constraint users_are_whole_or_erased,
  alter column email set not null,
  alter column email_deliverable set not null,
  alter column password_hash set not null,
  drop column erased_at;
