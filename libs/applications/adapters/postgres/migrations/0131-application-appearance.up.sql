alter table gatehouse.applications
  -- How its pages look, where that differs from the defaults.
  add column appearance jsonb not null default '{}';
