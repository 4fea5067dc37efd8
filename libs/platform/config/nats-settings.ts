import type { SettingsReader } from './settings-reader.js';

/** The broker: where it is, who we are to it, and how it keeps what we give it. */
export interface NatsSettings {
  /** As they were given, without who we are. */
  readonly servers: readonly string[];
  readonly tls: boolean;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** A seed of a user's nkey (`SU…`). */
  readonly nkeySeed: string | null;
  /** Its monitoring port, where doctor reads what the broker tells nobody else; null: not asked. */
  readonly monitoringUrl: string | null;
  /** Of the streams: 3 in a cluster of three or more. */
  readonly replicas: number;
  /** How long the broker keeps an event for anyone who has not read it yet. The log keeps them all. */
  readonly eventDays: number;
  /** Anyone who pulls events from the broker: a durable consumer each. */
  readonly followers: readonly EventFollower[];
}

/** A durable consumer of one application's events. */
export interface EventFollower {
  readonly application: string;
  readonly name: string;
}

const DEVELOPMENT_PASSWORD = 'development';
const FOLLOWER = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?):([A-Za-z0-9_-]{1,64})$/;

/** @returns null without `NATS_URL`: commands and events then stay in the process and the database */
export function readNats(read: SettingsReader, production: boolean): NatsSettings | null {
  const urls = read.list('NATS_URL', []).map((text) => URL.parse(text));
  const replicas = read.integer('NATS_REPLICAS', 1, { min: 1, max: 5 });
  const eventDays = read.integer('NATS_EVENT_DAYS', 7, { min: 1, max: 3_650 });
  const followers = readFollowers(read);
  const nkeySeed = read.optional('NATS_NKEY_SEED');
  const monitoringUrl = read.url('NATS_MONITORING_URL', '', ['http:', 'https:']);
  if (urls.length === 0) return null;

  const servers = urls.filter((url) => url?.protocol === 'nats:' || url?.protocol === 'tls:') as URL[];
  if (servers.length < urls.length || new Set(servers.map(({ protocol }) => protocol)).size > 1) {
    read.fault('NATS_URL must be addresses that all start with nats:// or all with tls://, separated by commas');
  }
  if (nkeySeed !== null && !/^SU[A-Z2-7]{56}$/.test(nkeySeed)) {
    read.fault('NATS_NKEY_SEED must be the seed of a user’s nkey: SU followed by 56 characters');
  }
  const named = servers.find(({ username }) => username !== '');
  const user = named ? { name: decode(named.username), password: decode(named.password) } : null;
  if (production && user?.password === DEVELOPMENT_PASSWORD) {
    read.fault('NATS_URL contains the development password: production needs its own');
  }
  return {
    servers: servers.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    tls: servers.some(({ protocol }) => protocol === 'tls:'),
    user,
    nkeySeed,
    monitoringUrl: monitoringUrl === '' ? null : monitoringUrl,
    replicas,
    eventDays,
    followers,
  };
}

function readFollowers(read: SettingsReader): readonly EventFollower[] {
  return read.list('NATS_FOLLOWERS', []).flatMap((text) => {
    const [, application, , name] = FOLLOWER.exec(text) ?? [];
    if (application !== undefined && name !== undefined) return [{ application, name }];
    read.fault('NATS_FOLLOWERS must be a list such as shop:newsletter, the application and the name of the consumer');
    return [];
  });
}

/** What is no escape is a character of the password. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
