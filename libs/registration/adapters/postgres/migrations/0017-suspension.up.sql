alter table gatehouse.users
  add column suspended_at timestamptz,
  -- What whoever suspended the account has written: it may tell of the person.
  add column suspension_reason text;
