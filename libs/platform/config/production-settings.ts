import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DatabaseUrlFault, parseDatabaseUrl, splitDatabaseUrls } from '../postgres/index.js';
import type { Key, KeyRing } from './key-ring.js';
import type { ProviderPlace } from './provider-tables.js';
import type { Settings } from './settings.js';
import type { SettingsReader } from './settings-reader.js';

const MAKE_ONE = 'make one with openssl rand -base64 32';
/** Of 32 random bytes there are 30 different ones; fewer than this are no chance (below 10⁻³⁰). */
const LEAST_DIFFERENT_BYTES = 8;
/** As wide as the widest private network: 10.0.0.0/8, fc00::/7. */
const WIDEST = { ipv4: 8, ipv6: 7 } as const;
const MAPPED_PREFIX = 96;
/** Domains that no public name server answers for (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal), and Kubernetes' own. */
const PRIVATE_DOMAIN = /\.(localhost|local|internal|lan|home\.arpa|svc)$/;
const PRIVATE_RANGES: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/** What is fine on a laptop and a hole on the internet: each fault by the name of its setting. */
export function refuseInProduction(read: SettingsReader, settings: Settings): void {
  const databaseMayBePlain = read.oneOf('DATABASE_PLAINTEXT', ['off', 'on'], 'off') === 'on';
  const natsMayBePlain = read.oneOf('NATS_PLAINTEXT', ['off', 'on'], 'off') === 'on';
  if (settings.environment !== 'production') return;

  refuseStandIns(read, settings);
  refuseWeakKeys(read, settings);
  if (!databaseMayBePlain) refusePlainDatabases(read);
  if (!natsMayBePlain && settings.nats && !settings.nats.tls && settings.nats.servers.some(isPublic)) {
    read.fault('NATS_URL must start with tls:// beyond private networks, or NATS_PLAINTEXT must be on, in production');
  }
  const traces = URL.parse(settings.tracing?.endpoint ?? '');
  if (traces?.protocol === 'http:' && isPublic(traces.hostname)) {
    read.fault('OTEL_EXPORTER_OTLP_ENDPOINT must start with https:// beyond private networks, in production');
  }
  refuseEverybody(read, 'TRUSTED_PROXIES', settings.http.trustedProxies);
  refuseEverybody(read, 'NETWORK_THROTTLE_EXEMPT', settings.http.networkThrottleExempt);
  refuseEverybody(read, 'WEBHOOK_ALLOWED_NETWORKS', settings.webhooks.allowedNetworks);
}

function refuseStandIns(read: SettingsReader, { mail, sms, passwordBreachCheck, webhooks }: Settings): void {
  refuseProviders(read, 'MAIL', mail.providers);
  if (passwordBreachCheck.enabled && passwordBreachCheck.baseUrl.startsWith('http:')) {
    read.fault('PASSWORD_BREACH_BASE_URL must start with https:// in production');
  }
  if (webhooks.allowHttp) read.fault('WEBHOOK_HTTP must not be on in production');
  refuseProviders(read, 'SMS', sms.providers);
}

/** Stand-ins, and what would carry codes and credentials in plain text over networks that others listen to. */
function refuseProviders(
  read: SettingsReader,
  channel: 'MAIL' | 'SMS',
  providers: readonly (Pick<ProviderPlace, 'url' | 'urlSetting'> & { readonly name: string; readonly tls?: string })[],
): void {
  const list = read.optional(`${channel}_PROVIDERS`) === null ? `${channel}_PROVIDER` : `${channel}_PROVIDERS`;
  for (const { name, url, urlSetting, tls } of providers) {
    if (name === 'sandbox') read.fault(`${list} must not be sandbox in production`);
    else if (url.startsWith('http:')) read.fault(`${urlSetting} must start with https:// in production`);
    if (tls === 'off' && isPublic(URL.parse(url)?.hostname ?? '')) {
      read.fault(`${channel}_SMTP_TLS must not be off beyond private networks in production`);
    }
  }
}

function refuseWeakKeys(read: SettingsReader, { codeKeys, tokenKeys, webhooks }: Settings): void {
  const ownOfWebhooks = read.optional('WEBHOOK_KEYS') === null ? [] : [['WEBHOOK_KEYS', webhooks.keys] as const];
  for (const [name, ring] of [['CODE_KEYS', codeKeys], ['TOKEN_KEYS', tokenKeys], ...ownOfWebhooks] as const) {
    // What could not be read has been told, and a stand-in is in its place.
    if (!read.isReadable(name)) continue;
    if (ring.all.some(({ id }) => id.startsWith('development'))) {
      read.fault(`${name} contains a development key: production needs its own keys`);
    }
    if (ring.all.some(repeats)) read.fault(`${name} contains a key whose bytes repeat: ${MAKE_ONE}`);
    if (new Set(ring.all.map(bytesOf)).size < ring.all.length) {
      read.fault(`${name} contains the same key under two ids: ${MAKE_ONE}`);
    }
    if (name !== 'TOKEN_KEYS' && read.isReadable('TOKEN_KEYS') && haveKeyInCommon(ring, tokenKeys)) {
      read.fault(`${name} and TOKEN_KEYS contain the same key: ${MAKE_ONE} for each`);
    }
  }
}

const bytesOf = ({ secret }: Key): string => secret.toString('base64');

const haveKeyInCommon = (one: KeyRing, other: KeyRing): boolean => {
  const known = new Set(other.all.map(bytesOf));
  return one.all.some((key) => known.has(bytesOf(key)));
};

/** Whether a key is all zeros, a short text over and over, or made of a handful of different bytes. */
function repeats({ secret }: Key): boolean {
  if (new Set(secret).size < LEAST_DIFFERENT_BYTES) return true;
  for (let period = 1; period <= secret.length / 2; period++) {
    if (secret.subarray(period).equals(secret.subarray(0, secret.length - period))) return true;
  }
  return false;
}

function refusePlainDatabases(read: SettingsReader): void {
  const urls = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL'].flatMap((name) =>
    splitDatabaseUrls(read.optional(name) ?? '').map((url) => ({ name, url })),
  );
  for (const { name, url } of urls) {
    try {
      const { places, tls } = parseDatabaseUrl(url);
      const mayBePlain = ['disable', 'allow', 'prefer'].includes(tls.mode);
      if (mayBePlain && places.some(({ host }) => isPublic(host))) {
        read.fault(
          `${name} must have sslmode=verify-full (or require, verify-ca) beyond private networks, or DATABASE_PLAINTEXT must be on, in production`,
        );
      }
    } catch (error) {
      if (!(error instanceof DatabaseUrlFault)) throw error;
    }
  }
}

/** Whether a host, with or without a port, may be reached through networks that others listen to. */
function isPublic(place: string): boolean {
  const host = (isIP(place) > 0 ? place : place.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')).toLowerCase();
  if (isIP(host) > 0) return !PRIVATE_RANGES.includes(ipaddr.process(host).range());
  const name = host.replace(/\.$/, '');
  // A name of one label is one of this machine's own network; a folder is that of a Unix socket.
  return !name.startsWith('/') && name.includes('.') && !PRIVATE_DOMAIN.test(name);
}

/** Refuses networks that are no network: /0, and what several of them would add up to. */
function refuseEverybody(read: SettingsReader, name: string, networks: readonly string[]): void {
  const wide = networks.find((network) => network.includes('/') && ipaddr.isValidCIDR(network) && isTooWide(network));
  if (wide !== undefined) read.fault(`${name} must not contain ${wide} in production: name the networks themselves`);
}

function isTooWide(network: string): boolean {
  const [address, prefix] = ipaddr.parseCIDR(network);
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefix >= MAPPED_PREFIX;
  return isMapped ? prefix < MAPPED_PREFIX + WIDEST.ipv4 : prefix < WIDEST[address.kind()];
}
