alter table gatehouse.activation_codes
  -- A code for a new address is worth no more than the password that asked for it: another one, and it is over.
  add column credentials_version integer;

-- Addresses that accounts have had, as long as their former mailbox may undo the change.
create table gatehouse.email_changes (
  application text not null,
  id uuid not null,
  user_id uuid not null,
  former_email text collate "C" not null,
  former_email_deliverable text not null,
  -- The version of the account that the change has led to: undoing one undoes all that came after it.
  account_version integer not null,
  changed_at timestamptz not null,
  undo_until timestamptz not null,
  undone_at timestamptz,
  primary key (application, id)
);
create index email_changes_of_user on gatehouse.email_changes (application, user_id, account_version);

-- Of a change of address: what its link undoes.
alter table gatehouse.notices add column change_id uuid;
