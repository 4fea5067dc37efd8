drop index gatehouse.users_unproven_by_address;
create index users_pending_by_address on gatehouse.users (application, email, created_at desc)
  where state = 'pending';
