-- Transaction ids, which order the log, can be used again whenever commits were lost: after a failover, a recovery to a
-- point in time, a restored snapshot of the disk, a dump in another cluster. Each of them begins with a server that has
-- started since, so the first event after any start opens a new epoch, and stands behind all that anybody has read.
alter table gatehouse.log_epoch add column server_started_at timestamptz;
update gatehouse.log_epoch set server_started_at = pg_postmaster_start_time();

create function gatehouse.current_epoch() returns integer
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

alter table gatehouse.event_log alter column epoch set default gatehouse.current_epoch();

-- An event that can be read is on disk, whatever the session, the role or the rest of the statement asked for: a crash
-- would otherwise take back what a follower was told, and give its place to another event. After the statement, so that
-- nothing in it has the last word.
create function gatehouse.commit_synchronously() returns trigger
  language plpgsql
  as $$
begin
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  return null;
end $$;

create trigger event_log_is_durable after insert on gatehouse.event_log
  for each statement execute function gatehouse.commit_synchronously();
