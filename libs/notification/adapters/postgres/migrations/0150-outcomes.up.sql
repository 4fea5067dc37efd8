alter table gatehouse.deliveries
  -- What the provider has told since it accepted the message, by kind: {"delivered": {"at": …}, "hard-bounced": {"at": …,
  -- "reason": …}}. Each is told once; the strongest of them stands in `outcome`.
  add column outcomes jsonb not null default '{}',
  add column outcome text,
  -- Whom it went to, as a keyed hash: for the list of addresses that nothing is sent to.
  add column recipient_key bytea;
-- Providers tell of a message by its id alone.
create index deliveries_by_id on gatehouse.deliveries (id);

-- Addresses and phones that nothing is sent to, because they do not exist or their people do not want it. None of them
-- stands here: only its keyed hash, by which it is found when something is about to be sent to it.
create table gatehouse.suppressions (
  application text not null,
  recipient_key bytea not null,
  id uuid not null default gen_random_uuid(),
  channel text not null,
  cause text not null,
  reason text,
  provider text not null,
  -- The message that it came of, and the account that this was for.
  message_id uuid not null,
  user_id uuid,
  created_at timestamptz not null default gatehouse.now(),
  primary key (application, recipient_key)
);
create unique index suppressions_by_id on gatehouse.suppressions (application, id);
create index suppressions_by_time on gatehouse.suppressions (application, created_at desc, id desc);
create index suppressions_of_person on gatehouse.suppressions (application, user_id);
create index suppressions_to_purge on gatehouse.suppressions (created_at);
