alter table gatehouse.application_keys
  -- What it may do. The default is what every key could do before: a process of the version before names no scopes.
  add column scopes text[] not null default array['applications:read', 'applications:write', 'keys:read', 'keys:write',
    'users:read', 'users:write', 'messages:read', 'messages:write', 'statistics:read', 'users:import', 'users:export',
    'audit:read', 'events:read', 'webhooks:read', 'webhooks:write'],
  -- Who made it: a key that another key made is revoked with it.
  add column created_by_kind text not null default 'operator' check (created_by_kind in ('user', 'key', 'operator')),
  add column created_by uuid,
  add column created_by_application text not null default 'default';

-- The audit log knows who made the keys that there are.
update gatehouse.application_keys as made set
    created_by_kind = entry.administrator_kind,
    created_by = entry.administrator_id,
    created_by_application = entry.administrator_application
  from gatehouse.audit_log as entry
  where entry.application = made.application and entry.subject = made.id::text
    and entry.act in ('key.created', 'key.rotated');
