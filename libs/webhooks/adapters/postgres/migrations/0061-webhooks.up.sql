create table gatehouse.webhooks (
  application text not null,
  id uuid not null,
  -- One of those that an application may have: two at once cannot take the same.
  place smallint not null,
  url text not null,
  -- Null: all of them.
  types text[],
  description text,
  version integer not null default 1,
  disabled_reason text check (disabled_reason in ('operator', 'failing', 'gone')),
  disabled_at timestamptz,
  -- The names of the secrets; from these and a key outside they are made when they are needed.
  secret_key_id text not null,
  secret_version integer not null default 1,
  previous_key_id text,
  previous_version integer,
  previous_until timestamptz,
  -- How it does: failures in a row, since when, and until when it is left alone for them.
  failures integer not null default 0,
  failing_since timestamptz,
  breaker_until timestamptz,
  created_at timestamptz not null,
  primary key (application, id),
  unique (application, place),
  check ((disabled_reason is null) = (disabled_at is null))
);

-- The way of each event to each webhook. What the event says stays in the log, where an erasure reaches it.
create table gatehouse.webhook_deliveries (
  application text not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  -- The event that ordered it, or ordered it again: what an earlier order has left to do is void.
  run uuid not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- The latest attempts, the newest first: times, statuses and short words, nothing of what was answered.
  answers jsonb not null default '[]',
  next_attempt_at timestamptz,
  deadline timestamptz not null,
  failure text,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (application, id)
);
create index webhook_deliveries_of_webhook on gatehouse.webhook_deliveries (application, webhook_id, created_at, id);
create index webhook_deliveries_failed on gatehouse.webhook_deliveries (application, webhook_id, created_at, id)
  where state = 'failed';
-- For the purge.
create index webhook_deliveries_age on gatehouse.webhook_deliveries (created_at);
