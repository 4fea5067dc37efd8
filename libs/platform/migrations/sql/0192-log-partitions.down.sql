-- The earliest partition becomes the table again, without a copy. Rows of later ones are copied there, and events wait
-- meanwhile: there are none of these until a month has begun with this migration.
do $$
declare
  kept regclass;
  other regclass;
  drawn bigint;
  index record;
begin
  -- Anyone who queues for this lock holds up every sign-up behind it. The migrator tries again when this fails.
  perform set_config('lock_timeout', '50ms', true);
  lock table gatehouse.event_log in access exclusive mode;
  perform set_config('lock_timeout', '0', true);

  drawn := nextval('gatehouse.event_log_positions');
  select format('gatehouse.event_log_%s', min(number))::regclass into strict kept
    from gatehouse.log_partitions where dropped_at is null;
  for index in
    select parent.relname as name, child.oid::regclass as child
    from pg_inherits join pg_class as parent on parent.oid = inhparent and parent.relkind = 'I'
      join pg_index on indexrelid = inhrelid and indrelid = kept
      join pg_class as child on child.oid = inhrelid
    where parent.relname like 'event\_log\_%'
  loop
    execute format('alter index %s rename to %I', index.child, 'kept_' || index.name);
  end loop;
  execute format('alter table gatehouse.event_log detach partition %s', kept);
  for other in select inhrelid::regclass from pg_inherits where inhparent = 'gatehouse.event_log'::regclass
  loop
    execute format('insert into %s select * from %s', kept, other);
  end loop;
  alter sequence gatehouse.event_log_positions owned by none;
  drop table gatehouse.event_log;
  drop table gatehouse.log_partitions;
  for index in select indexrelid::regclass as child, relname as name from pg_index join pg_class on oid = indexrelid
    where indrelid = kept
  loop
    execute format('alter index %s rename to %I', index.child,
      case when index.name like 'kept\_%' then substr(index.name, 6) else 'event_log_pkey' end);
  end loop;
  execute format('alter table %s rename to event_log', kept);
  alter table gatehouse.event_log alter column position drop default;
  drop sequence gatehouse.event_log_positions;
  execute format('alter table gatehouse.event_log alter column position add generated always as identity (start with %s)', drawn + 1);
  drop trigger if exists event_log_is_durable on gatehouse.event_log;
  create trigger event_log_is_durable after insert on gatehouse.event_log
    for each statement execute function gatehouse.commit_synchronously();
  -- What the step before finds when it is taken back.
  execute format('alter table gatehouse.event_log add constraint event_log_bounds check (position < %s) not valid',
    ((drawn + 1) / 1000000000000 + 1) * 1000000000000);
end $$;
drop function gatehouse.open_log_partition();
drop function gatehouse.attach_log_partition();
