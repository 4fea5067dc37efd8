-- Every privileged act: who, what, on whom, when, from where. Ids only: no address, no name, nothing to erase.
create table gatehouse.audit_log (
  application text not null,
  id uuid not null default gen_random_uuid(),
  -- Given out under a lock that is held until the commit, so that whoever reads on from a position misses nothing.
  position bigint not null,
  act text not null,
  subject text not null,
  details jsonb not null,
  administrator_kind text not null check (administrator_kind in ('user', 'key', 'operator')),
  administrator_id uuid,
  administrator_application text not null,
  network text,
  request_id text not null,
  occurred_at timestamptz not null,
  primary key (application, id)
);
create unique index audit_log_order on gatehouse.audit_log (application, position);

create sequence gatehouse.audit_log_positions owned by gatehouse.audit_log.position;

create function gatehouse.place_audit_entry() returns trigger
  language plpgsql
  as $$
  begin
    perform pg_advisory_xact_lock(hashtext('gatehouse.audit_log'));
    new.position := nextval('gatehouse.audit_log_positions');
    new.occurred_at := gatehouse.now();
    return new;
  end $$;
create trigger audit_log_placed before insert on gatehouse.audit_log
  for each row execute function gatehouse.place_audit_entry();

create function gatehouse.refuse_change_of_audit_log() returns trigger
  language plpgsql
  as $$
  begin
    raise exception 'The audit log only grows' using errcode = 'restrict_violation';
  end $$;
create trigger audit_log_only_grows before update or delete or truncate on gatehouse.audit_log
  for each statement execute function gatehouse.refuse_change_of_audit_log();
