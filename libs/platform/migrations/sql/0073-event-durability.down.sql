drop trigger event_log_is_durable on gatehouse.event_log;
drop function gatehouse.commit_synchronously();
do $$
begin
  execute format('alter table gatehouse.event_log alter column epoch set default %s',
    (select epoch from gatehouse.log_epoch));
end $$;
drop function gatehouse.current_epoch();
alter table gatehouse.log_epoch drop column server_started_at;
