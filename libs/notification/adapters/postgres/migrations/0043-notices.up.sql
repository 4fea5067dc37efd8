alter table gatehouse.deliveries
  -- A message is about a code or is a notice. Whose it is may show only when it is sent, or never.
  alter column user_id drop not null,
  alter column code_id drop not null,
  add column notice_id uuid,
  add constraint deliveries_are_of_one_thing check ((code_id is null) <> (notice_id is null));
