drop index gatehouse.users_by_state;
