/** What an access token says of its bearer. The service decides by its own records; pages only hide what would be refused. */
export interface Claims {
  readonly userId: string;
  /** Slug of the application that the account is in. */
  readonly application: string;
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<string>;
}

/** Reads a token that the service has just issued; nothing is verified. */
export function claimsOf(accessToken: string): Claims {
  const [, payload = ''] = accessToken.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  const { sub, client_id, roles, scope } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  return {
    userId: String(sub),
    application: String(client_id),
    roles: Array.isArray(roles) ? roles.map(String) : [],
    scopes: new Set(String(scope ?? '').split(' ')),
  };
}

/** People with a role in `default` look after every application. */
export const isOperator = ({ application }: Claims): boolean => application === 'default';
