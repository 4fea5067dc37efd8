-- Administrators list people by state and time, page by page; one index serves every state, and all together.
create index users_by_state on gatehouse.users (application, state, created_at desc, id desc);
