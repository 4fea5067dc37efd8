-- Ended ones too: a person's export shows them, and a person's erasure reaches them.
create index sessions_of_person on gatehouse.sessions (application, user_id, created_at desc);
