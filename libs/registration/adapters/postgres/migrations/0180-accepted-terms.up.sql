-- The terms that a person agreed to, as the application names their version, and when. No row has any yet, so nothing is
-- to be checked of those that are there.
alter table gatehouse.users
  add column accepted_terms text,
  add column terms_accepted_at timestamptz,
  add constraint users_accept_terms_at_a_time check (num_nulls(accepted_terms, terms_accepted_at) <> 1) not valid;
