/** What a call may be allowed to do. An operation states the one that it needs; roles and keys have some of them. */
export const SCOPES = [
  /** One's own account. */
  'account',
  'applications:read',
  'applications:write',
  'keys:read',
  'keys:write',
  'users:read',
  'users:write',
  'messages:read',
  'messages:write',
  /** What support does besides reading, because it harms nobody: another code, a dead letter once more. */
  'codes:send',
  'messages:retry',
  'statistics:read',
  /** All people of an application at once, which support neither needs nor gets. */
  'users:import',
  'users:export',
  'roles:write',
  'audit:read',
  'events:read',
  'webhooks:read',
  'webhooks:write',
] as const;

export type Scope = (typeof SCOPES)[number];

export type KeyScope = Exclude<Scope, 'account' | 'roles:write'>;

/**
 * What a backend's key may be allowed to do: it has no account, and gives no roles, for what it gave would outlive it.
 */
export const KEY_SCOPES: readonly KeyScope[] = SCOPES.filter(
  (scope): scope is KeyScope => scope !== 'account' && scope !== 'roles:write',
);
