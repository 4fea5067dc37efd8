do $$
begin
  -- Anyone who queues for this lock holds up every sign-up behind it. The migrator tries again when this fails.
  perform set_config('lock_timeout', '50ms', true);
  lock table gatehouse.event_log in access exclusive mode;
  perform set_config('lock_timeout', '0', true);
  alter table gatehouse.event_log drop constraint if exists event_log_bounds;
end $$;
