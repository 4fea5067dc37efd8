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
  update gatehouse.log_epoch set epoch = epoch + 1, server_started_at = pg_postmaster_start_time(),
    system_identifier = (select system_identifier from pg_control_system())
    where server_started_at is distinct from pg_postmaster_start_time();
  select epoch into strict current from gatehouse.log_epoch;
  return current;
end $$;
