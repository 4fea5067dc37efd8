create table gatehouse.applications (
  slug text primary key check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null,
  default_locale text not null default 'en',
  -- Exact origins of the frontends that browsers may call from.
  allowed_origins text[] not null default '{}',
  preset text not null default 'standard' check (preset in ('standard', 'strict')),
  -- What differs from the preset, in the shape of the registration policy.
  policy jsonb not null default '{}',
  created_at timestamptz not null default gatehouse.now()
);
insert into gatehouse.applications (slug, name) values ('default', 'Gatehouse');
