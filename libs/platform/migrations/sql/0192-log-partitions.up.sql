-- The event log becomes a partitioned table, and what it was its first partition. Nothing is copied.
-- Partition n has the positions from (n - 1) * 10^12 to n * 10^12. A month begins with the next partition when the sequence
-- of positions is moved there: until somebody does that, events go on into the partition of before, whatever the clock says.

do $$
declare
  number bigint;
  drawn bigint;
  granted record;
begin
  -- Anyone who queues for this lock holds up every sign-up behind it. The migrator tries again when this fails.
  perform set_config('lock_timeout', '50ms', true);
  lock table gatehouse.event_log in access exclusive mode;
  perform set_config('lock_timeout', '0', true);

  drawn := nextval(pg_get_serial_sequence('gatehouse.event_log', 'position'));
  number := drawn / 1000000000000 + 1;
  alter table gatehouse.event_log alter column position drop identity;
  create sequence gatehouse.event_log_positions;
  perform setval('gatehouse.event_log_positions', drawn);
  alter table gatehouse.event_log alter column position set default nextval('gatehouse.event_log_positions');

  execute format('alter table gatehouse.event_log rename to event_log_%s', number);
  execute format('alter table gatehouse.event_log_%s rename constraint event_log_pkey to event_log_%1$s_pkey', number);
  execute format('alter index gatehouse.event_log_commit_order rename to event_log_%s_commit_order', number);
  execute format('alter index gatehouse.event_log_subject rename to event_log_%s_subject', number);
  execute format('alter index gatehouse.event_log_feed rename to event_log_%s_feed', number);
  execute format('create table gatehouse.event_log (like gatehouse.event_log_%s including defaults including storage)
    partition by range (position)', number);
  create index event_log_commit_order on gatehouse.event_log (epoch, transaction_id, position);
  create index event_log_subject on gatehouse.event_log (application, subject, position);
  create index event_log_feed on gatehouse.event_log (application, epoch, transaction_id, position);
  create trigger event_log_is_durable after insert on gatehouse.event_log
    for each statement execute function gatehouse.commit_synchronously();
  execute format('alter table gatehouse.event_log attach partition gatehouse.event_log_%s for values from (minvalue) to (%s)',
    number, number * 1000000000000);
  execute format('alter table gatehouse.event_log_%s drop constraint event_log_bounds', number);
  alter sequence gatehouse.event_log_positions owned by gatehouse.event_log.position;

  for granted in execute format('select coalesce(role.rolname, ''public'') as grantee, privilege_type, is_grantable
    from pg_class, aclexplode(relacl) as acl left join pg_roles as role on role.oid = acl.grantee
    where pg_class.oid = ''gatehouse.event_log_%s''::regclass and acl.grantee <> relowner', number)
  loop
    execute format('grant %s on gatehouse.event_log to %s %s', granted.privilege_type,
      case when granted.grantee = 'public' then 'public' else quote_ident(granted.grantee) end,
      case when granted.is_grantable then 'with grant option' else '' end);
  end loop;

  create table gatehouse.log_partitions (
    number bigint primary key,
    -- Made and attached: statements that have begun before do not know of it.
    attached_at timestamptz not null default gatehouse.now(),
    -- Since then events go there; of the last that has one, they do.
    opened_at timestamptz,
    -- Of the first events, in UTC. It ends when the next partition is opened.
    month date,
    -- Of the last event in commit order that is to go with it: whoever archives it writes that down. All earlier ones go too.
    end_epoch integer,
    end_transaction_id xid8,
    end_position bigint,
    archived_at timestamptz,
    -- Not part of the log any more.
    dropped_at timestamptz
  );
  insert into gatehouse.log_partitions (number, opened_at, month)
    values (number, gatehouse.now(), date_trunc('month', gatehouse.now() at time zone 'UTC'));
end $$;

-- Makes the partition that comes after the current one, so that it is there long before it is needed. It takes no lock that
-- a reader or a writer of events would wait for. Answers its number, or null where it is there.
create function gatehouse.attach_log_partition() returns bigint
  language plpgsql
  as $$
declare
  next_number bigint;
begin
  perform pg_advisory_xact_lock(hashtext('gatehouse.log_partitions'));
  select max(number) + 1 into next_number from gatehouse.log_partitions having bool_and(opened_at is not null);
  if next_number is null then
    return null;
  end if;
  execute format('create table gatehouse.event_log_%s (like gatehouse.event_log including all)', next_number);
  execute format('alter table gatehouse.event_log_%s add primary key (application, id)', next_number);
  execute format('alter table gatehouse.event_log attach partition gatehouse.event_log_%s for values from (%s) to (%s)',
    next_number, (next_number - 1) * 1000000000000, next_number * 1000000000000);
  insert into gatehouse.log_partitions (number) values (next_number);
  return next_number;
end $$;

-- In a month that the current partition is not of, moves the sequence to the next one. Statements that began before the next
-- one was attached cannot write there, so it is taken an hour after that at the earliest: none runs so long.
-- Answers its number, or null where nothing was to be done.
create function gatehouse.open_log_partition() returns bigint
  language plpgsql
  as $$
declare
  this_month date := date_trunc('month', gatehouse.now() at time zone 'UTC');
  next_number bigint;
begin
  perform pg_advisory_xact_lock(hashtext('gatehouse.log_partitions'));
  update gatehouse.log_partitions set opened_at = gatehouse.now(), month = this_month
    where opened_at is null and attached_at <= gatehouse.now() - interval '1 hour'
      and this_month > (select month from gatehouse.log_partitions where opened_at is not null order by number desc limit 1)
    returning number into next_number;
  if next_number is null then
    return null;
  end if;
  perform setval('gatehouse.event_log_positions', (next_number - 1) * 1000000000000, false)
    where (select last_value from gatehouse.event_log_positions) < (next_number - 1) * 1000000000000;
  return next_number;
end $$;

select gatehouse.attach_log_partition();
