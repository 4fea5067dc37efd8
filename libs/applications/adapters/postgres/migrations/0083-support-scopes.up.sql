-- Keys that could send codes and retry messages still can, by scopes of their own.
update gatehouse.application_keys set scopes = scopes || array['codes:send'] where 'users:write' = any(scopes);
update gatehouse.application_keys set scopes = scopes || array['messages:retry'] where 'messages:write' = any(scopes);
alter table gatehouse.application_keys alter column scopes set default array['applications:read', 'applications:write',
  'keys:read', 'keys:write', 'users:read', 'users:write', 'messages:read', 'messages:write', 'codes:send', 'messages:retry',
  'statistics:read', 'users:import', 'users:export', 'audit:read', 'events:read', 'webhooks:read', 'webhooks:write'];
