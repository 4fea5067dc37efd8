-- What each process that sends has found out about a provider: whether its breaker is open. Providers serve the whole
-- deployment, so the application is the default one.
create table gatehouse.provider_reports (
  application text not null,
  channel text not null,
  provider text not null,
  process_id uuid not null,
  state text not null,
  reason text,
  changed_at timestamptz not null default gatehouse.now(),
  primary key (application, channel, provider, process_id)
);
create index provider_reports_to_purge on gatehouse.provider_reports (changed_at);
