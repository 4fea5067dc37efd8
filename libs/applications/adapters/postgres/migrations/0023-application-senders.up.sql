alter table gatehouse.applications
  -- What the event log calls it: subjects there are ids.
  add column id uuid not null unique default gen_random_uuid(),
  -- In whose name its mails come; null for the sender of the settings.
  add column sender_email text,
  add column sender_name text,
  add column reply_to text,
  add column version integer not null default 1,
  add column changed_at timestamptz not null default gatehouse.now(),
  add constraint applications_sender_has_an_address check (sender_name is null or sender_email is not null);
