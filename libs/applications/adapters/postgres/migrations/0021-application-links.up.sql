alter table gatehouse.applications
  -- Where the links in mails lead to; null for the pages of this service.
  add column link_base_url text check (link_base_url ~ '^https?://[^[:space:]?#]+$'),
  -- Exact addresses that the pages of this service may send people on to.
  add column redirect_targets text[] not null default '{}';
