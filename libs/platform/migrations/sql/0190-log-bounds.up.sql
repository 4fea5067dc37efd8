-- Makes it possible that the event log becomes the first partition of itself without being read under a lock. A check that is
-- not valid yet is only noted; the next migration reads the rows, while others write.
do $$
declare
  behind text;
begin
  -- Anyone who queues for this lock holds up every sign-up behind it. The migrator tries again when this fails.
  perform set_config('lock_timeout', '50ms', true);
  lock table gatehouse.event_log in access exclusive mode;
  perform set_config('lock_timeout', '0', true);
  select (coalesce(last_value, 0) / 1000000000000 + 1) * 1000000000000 into behind
    from pg_sequences where format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence('gatehouse.event_log', 'position');
  execute format('alter table gatehouse.event_log add constraint event_log_bounds check (position < %s) not valid', behind);
end $$;
