-- Failures that are charged before the password is looked at: those whose outcome nobody knows yet.
alter table gatehouse.throttles add column under_way timestamptz[] not null default '{}';

create function gatehouse.without_hit(hits timestamptz[], hit timestamptz) returns timestamptz[]
  language sql immutable
  as $$
    select case when array_position(hits, hit) is null then hits
      else hits[:array_position(hits, hit) - 1] || hits[array_position(hits, hit) + 1:] end
  $$;
