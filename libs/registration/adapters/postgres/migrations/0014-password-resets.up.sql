alter table gatehouse.activation_codes
  -- A new password is asked for an address: whose account that is shows when the code is sent. Null: nobody's.
  alter column user_id drop not null,
  add constraint activation_codes_have_a_holder check (user_id is not null or purpose = 'password-reset');
create index activation_codes_of_address on gatehouse.activation_codes (application, target, issued_at desc)
  where purpose = 'password-reset';

-- What an account's owner is told by mail of what has happened to it.
create table gatehouse.notices (
  application text not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in
    ('password-changed', 'password-reset', 'email-changing', 'email-changed', 'email-restored')),
  -- The address as it was when it happened, whatever became of the account since. Gone once the mail is out.
  recipient text,
  issued_at timestamptz not null default gatehouse.now(),
  accepted_at timestamptz,
  failed_at timestamptz,
  failure text,
  primary key (application, id)
);
create index notices_of_user on gatehouse.notices (application, user_id, issued_at desc);
