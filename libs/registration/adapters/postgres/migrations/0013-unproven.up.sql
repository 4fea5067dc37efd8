-- A superseded registration still answers to its password as a pending one does, or its end would tell of an account.
drop index gatehouse.users_pending_by_address;
create index users_unproven_by_address on gatehouse.users (application, email, created_at desc)
  where state in ('pending', 'superseded');
