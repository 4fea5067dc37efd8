update gatehouse.application_keys set scopes = array_remove(array_remove(scopes, 'codes:send'), 'messages:retry');
alter table gatehouse.application_keys alter column scopes set default array['applications:read', 'applications:write',
  'keys:read', 'keys:write', 'users:read', 'users:write', 'messages:read', 'messages:write', 'statistics:read',
  'users:import', 'users:export', 'audit:read', 'events:read', 'webhooks:read', 'webhooks:write'];
