-- The way of each message to its provider. No address, no code, no text: only ids and short words.
create table gatehouse.deliveries (
  application text not null,
  -- The id of the event that asked for the message, so that a repeated hand-over finds this row.
  id uuid not null,
  user_id uuid not null,
  code_id uuid not null,
  channel text not null check (channel in ('mail')),
  template text,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts integer not null,
  not_before timestamptz not null,
  deadline timestamptz not null,
  provider text,
  provider_message_id text,
  last_answer text,
  failure text,
  created_at timestamptz not null default gatehouse.now(),
  sent_at timestamptz,
  failed_at timestamptz,
  primary key (application, id)
);
-- Dead letters, newest first.
create index deliveries_failed on gatehouse.deliveries (application, failed_at desc) where state = 'failed';
