-- Counted on by one, an epoch that was lost with its events would be opened again by whoever goes on from before it. By the
-- second in which it is opened, none of a lost history is as late: the seconds of 2026 and after, which fit for 68 years.
create or replace function gatehouse.current_epoch() returns integer
  language plpgsql volatile
  as $$
declare
  current integer;
begin
  select epoch into current from gatehouse.log_epoch where server_started_at = pg_postmaster_start_time();
  if found then
    return current;
  end if;
  -- Of several at once one opens it; the others wait here for that row, and find it opened.
  update gatehouse.log_epoch set server_started_at = pg_postmaster_start_time(),
    epoch = greatest(epoch + 1,
      floor(extract(epoch from clock_timestamp() - timestamptz '2026-01-01 00:00:00+00'))::integer),
    system_identifier = (select system_identifier from pg_control_system())
    where server_started_at is distinct from pg_postmaster_start_time();
  select epoch into strict current from gatehouse.log_epoch;
  return current;
end $$;
