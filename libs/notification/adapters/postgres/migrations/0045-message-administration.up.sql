alter table gatehouse.deliveries
  -- What the provider has answered to each attempt but the accepted one, which the row itself tells of, the oldest
  -- first: [{attempt, at, provider, answer}]. Answers are short words, without personal data.
  add column refusals jsonb not null default '[]',
  -- One more each time that somebody has the dead message tried anew.
  add column round integer not null default 0,
  -- Somebody has decided that this dead letter is not to be sent.
  add column dropped_at timestamptz;

-- An index that looks at the state costs an entry in every index for every change of it (no heap-only tuples). The time
-- of failure stays null for all that is sent.
drop index gatehouse.deliveries_failed;
create index deliveries_failed on gatehouse.deliveries (application, created_at desc, id desc)
  where failed_at is not null;
create index deliveries_by_time on gatehouse.deliveries (application, created_at desc, id desc);
