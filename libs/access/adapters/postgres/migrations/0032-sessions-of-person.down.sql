drop index gatehouse.sessions_of_person;
