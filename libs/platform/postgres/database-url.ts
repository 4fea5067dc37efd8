import { type ConnectionParameters, DatabaseUrlFault, readConnectionParameters } from './connection-parameters.js';

/** Where one server listens: `host` is a name, an address, or the folder of a Unix socket. */
export interface ServerPlace {
  readonly host: string;
  readonly port: number;
}

/** What a URL says of the database, as libpq reads it (PostgreSQL manual, 34.1). */
export interface DatabaseAddress extends ConnectionParameters {
  /** One or more, in the order in which they are tried. */
  readonly places: readonly ServerPlace[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
}

const DEFAULT_PORT = 5432;
const FORM = /^(?:postgres|postgresql):\/\/([^/?#]*)(\/[^?#]*)?(\?[^#]*)?$/s;

/**
 * Reads `postgres://user:password@host:port/database?parameter=value`, with several hosts, IPv6 and Unix sockets.
 * @throws DatabaseUrlFault, whose words hold no part of the URL but the names of its parameters
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const [, authority, path = '', search = ''] = FORM.exec(url.trim()) ?? [];
  if (authority === undefined) {
    throw new DatabaseUrlFault(
      /^postgres(?:ql)?:\/\//.test(url.trim())
        ? 'has a # that is not percent-encoded (%23)'
        : 'must be a URL that starts with postgres:// or postgresql://',
    );
  }
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  // Had somebody left an @, / or ? of a password as it is, part of it would be taken for a host, and told in errors.
  if (/@/.test(user + path + search)) {
    throw new DatabaseUrlFault('has an @, / or ? in user, password or a parameter that is not percent-encoded');
  }
  const colon = user.indexOf(':');
  const parameters = parametersOf(search);
  // A host in the query takes the place of the one before the path, whose port stays.
  const named = authority
    .slice(at + 1)
    .split(',')
    .map(placeIn);
  const hosts = parameters
    .get('host')
    ?.split(',')
    .map((host, index) => ({ host, port: (named[index] ?? named[0])?.port }));
  return {
    places: placesOf(hosts ?? named, parameters.get('port')),
    user: decoded(colon < 0 ? user : user.slice(0, colon)) || parameters.get('user'),
    password: (colon < 0 ? '' : decoded(user.slice(colon + 1))) || parameters.get('password'),
    database: decoded(path.slice(1)) || parameters.get('dbname'),
    ...readConnectionParameters(parameters),
  };
}

/** Several URLs in one text: a comma stands before each that follows, and between the hosts of one. */
export const splitDatabaseUrls = (text: string): readonly string[] =>
  text
    .split(/,(?=\s*postgres(?:ql)?:)/)
    .map((url) => url.trim())
    .filter((url) => url !== '');

/** Like libpq, and unlike forms of web pages, a + is a +. */
function parametersOf(search: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of search.slice(1).split('&').filter(Boolean)) {
    const equals = part.indexOf('=');
    if (equals < 1) throw new DatabaseUrlFault('has a parameter without a value');
    parameters.set(decoded(part.slice(0, equals)), decoded(part.slice(equals + 1)));
  }
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new DatabaseUrlFault('has a % that is not part of an escape: write %25', { cause: error });
  }
}

/** `host`, `host:port`, `[::1]:port` or `%2Ffolder`. */
function placeIn(text: string): { host: string; port?: string | undefined } {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(.*))?$/s.exec(text) ?? [];
  return { host: decoded(bracketed ?? plain), port };
}

/** Ports of their own come in a list that is as long as the hosts', or one is for all. */
function placesOf(hosts: readonly { host: string; port?: string | undefined }[], ports: string | undefined) {
  const others = ports?.split(',') ?? [];
  if (others.length > 1 && others.length !== hosts.length) {
    throw new DatabaseUrlFault('must have as many ports as hosts');
  }
  return hosts.map(
    ({ host, port }, index): ServerPlace => ({
      host: host || 'localhost',
      port: portOf(others[index] || others[0] || port || String(DEFAULT_PORT)),
    }),
  );
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new DatabaseUrlFault('must have ports from 1 to 65535, and IPv6 addresses in [ ]');
  return port;
}
