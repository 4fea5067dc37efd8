export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

const SCHEME = /^basic +([A-Za-z0-9+/_-]+=*) *$/i;

/** The credentials of an Authorization header (RFC 7617), or null when it has none or either half is empty. */
export function readBasicCredentials(header: string | undefined): BasicCredentials | null {
  const encoded = header === undefined ? undefined : SCHEME.exec(header)?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1) return null;
  return { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** Whether a caller may in: anybody who names a user and a password, or only the one that was configured. */
export function admits(header: string | undefined, configured: BasicCredentials | undefined): boolean {
  const given = readBasicCredentials(header);
  if (given === null) return false;
  return configured === undefined || (given.user === configured.user && given.password === configured.password);
}
