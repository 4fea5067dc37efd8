import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
export type TargetSessionAttributes = 'any' | 'read-write' | 'read-only' | 'primary' | 'standby' | 'prefer-standby';

/** How a connection is protected, as libpq has it (PostgreSQL manual, 34.19). */
export interface TlsParameters {
  readonly mode: SslMode;
  /** TLS from the first byte, without PostgreSQL's own request for it. */
  readonly direct: boolean;
  /** PEM of those whom we trust; undefined: Node's own list, `system` in libpq. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** What the query of a database's URL says. */
export interface ConnectionParameters {
  readonly tls: TlsParameters;
  readonly target: TargetSessionAttributes;
  /** Begin with any of the hosts, rather than with the first. */
  readonly anyHostFirst: boolean;
  readonly connectTimeoutMs: number | undefined;
  /** Settings of the session that the URL asks for. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Read by `parseDatabaseUrl` itself. */
const OF_THE_ADDRESS = ['host', 'port', 'user', 'password', 'dbname'];

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const TARGETS = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;

/** Parameters that say what is done anyway. Another value asks for what is not there, and is refused. */
const AS_IT_IS: Readonly<Record<string, readonly string[]>> = {
  channel_binding: ['disable', 'prefer'],
  client_encoding: ['auto', 'utf8', 'utf-8'],
  gssencmode: ['disable', 'prefer'],
  keepalives: ['1'],
  sslcompression: ['0'],
  sslsni: ['1'],
};

/** @throws DatabaseUrlFault naming the parameter */
export function readConnectionParameters(given: ReadonlyMap<string, string>): ConnectionParameters {
  const left = new Map([...given].filter(([name]) => !OF_THE_ADDRESS.includes(name)));
  const take = (name: string): string | undefined => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  const oneOf = <const T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = take(name) ?? fallback;
    const match = allowed.find((option) => option === value);
    if (match === undefined) throw new DatabaseUrlFault(`must have one of ${allowed.join(', ')} for ${name}`);
    return match;
  };
  for (const [name, allowed] of Object.entries(AS_IT_IS)) {
    const value = take(name);
    if (value !== undefined && !allowed.includes(value.toLowerCase())) {
      throw new DatabaseUrlFault(`has an unsupported value for ${name}: only ${allowed.join(', ')}`);
    }
  }
  const seconds = take('connect_timeout');
  if (seconds !== undefined && !/^\d{1,6}$/.test(seconds)) {
    throw new DatabaseUrlFault('must have a whole number of seconds for connect_timeout');
  }
  const settings = {
    application_name: take('application_name') ?? take('fallback_application_name'),
    options: take('options'),
  };
  const parameters: ConnectionParameters = {
    tls: readTls(take, oneOf),
    target: oneOf('target_session_attrs', TARGETS, 'any'),
    anyHostFirst: oneOf('load_balance_hosts', ['disable', 'random'], 'disable') === 'random',
    connectTimeoutMs: Number(seconds) > 0 ? Number(seconds) * 1_000 : undefined,
    settings: Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
  const [unknown] = left.keys();
  if (unknown !== undefined) throw new DatabaseUrlFault(`has an unsupported parameter: ${shown(unknown)}`);
  return parameters;
}

function readTls(
  take: (name: string) => string | undefined,
  oneOf: <const T extends string>(name: string, allowed: readonly T[], fallback: T) => T,
): TlsParameters {
  const direct = oneOf('sslnegotiation', ['postgres', 'direct'], 'postgres') === 'direct';
  const root = take('sslrootcert');
  const asked = oneOf('sslmode', MODES, root === 'system' ? 'verify-full' : direct ? 'require' : 'prefer');
  if (root === 'system' && asked !== 'verify-full') {
    throw new DatabaseUrlFault('must have sslmode=verify-full if sslrootcert is system');
  }
  if (asked === 'verify-ca' && root === undefined) throw new DatabaseUrlFault('must name an sslrootcert for verify-ca');
  if (direct && !['require', 'verify-ca', 'verify-full'].includes(asked)) {
    throw new DatabaseUrlFault('must have sslmode=require or stronger if sslnegotiation is direct');
  }
  const file = (name: string, path: string | undefined) => (path === undefined ? undefined : contents(name, path));
  return {
    // A CA that is named is one to be checked by, as in libpq.
    mode: asked === 'require' && root !== undefined ? 'verify-ca' : asked,
    direct,
    ca: root === 'system' ? undefined : file('sslrootcert', root),
    ...ownCertificate(file('sslcert', take('sslcert')), file('sslkey', take('sslkey')), take('sslpassword')),
    minVersion: oneOf('ssl_min_protocol_version', ['TLSv1.2', 'TLSv1.3'], 'TLSv1.2'),
  };
}

/** What we prove ourselves by. A handshake would say nothing of what is wrong with it. */
function ownCertificate(cert: string | undefined, key: string | undefined, passphrase: string | undefined) {
  if ((cert === undefined) !== (key === undefined)) {
    throw new DatabaseUrlFault('must have both sslcert and sslkey, or neither');
  }
  if (cert !== undefined && key !== undefined) {
    const certificate = readable('sslcert', 'a certificate in PEM', () => new X509Certificate(cert));
    const words = 'a private key in PEM that sslpassword opens, or that needs none';
    const secret = readable('sslkey', words, () => createPrivateKey({ key, passphrase: passphrase ?? '' }));
    if (!certificate.checkPrivateKey(secret)) {
      throw new DatabaseUrlFault('names a key by sslkey that is not the one of the certificate in sslcert');
    }
  }
  return { cert, key, passphrase };
}

function readable<T>(name: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DatabaseUrlFault(`names a file by ${name} that does not hold ${what}`, { cause: error });
  }
}

function contents(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DatabaseUrlFault(`has a file in ${name} that cannot be read (${code ?? 'unknown'})`, { cause: error });
  }
}

/** A name can be the rest of a password that was not encoded. */
const shown = (name: string): string => (KNOWN.has(name) ? name : 'unknown to libpq too');

/** Parameters of libpq 18 that are not supported here. */
const KNOWN = new Set(
  `hostaddr passfile require_auth keepalives_idle keepalives_interval keepalives_count tcp_user_timeout replication
  requiressl sslcertmode sslcrl sslcrldir sslkeylogfile ssl_max_protocol_version requirepeer krbsrvname gsslib
  gssdelegation service servicefile scram_client_key scram_server_key oauth_issuer oauth_client_id oauth_client_secret
  oauth_scope min_protocol_version max_protocol_version`.split(/\s+/),
);

/** What is wrong with a database's URL, to be put behind the name of its setting. No value is ever in it. */
export class DatabaseUrlFault extends Error {
  override readonly name = 'DatabaseUrlFault';
}
