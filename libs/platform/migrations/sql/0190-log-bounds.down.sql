do $$
begin
  perform set_config('lock_timeout', '50ms', true);
  loop
    begin
      lock table gatehouse.event_log in access exclusive mode;
      exit;
    exception when lock_not_available then
      perform pg_sleep(0.1 + random() * 0.2);
    end;
  end loop;
  alter table gatehouse.event_log drop constraint if exists event_log_bounds;
end $$;
