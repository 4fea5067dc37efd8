alter table gatehouse.users
  -- Whether the registration was asked, as it was made, for a proof of its phone beside that of its mailbox.
  add column phone_required boolean not null default false;
