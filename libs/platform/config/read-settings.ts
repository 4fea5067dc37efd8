import { availableParallelism } from 'node:os';
import { refuseInProduction } from './production-settings.js';
import { readApplicationProviders, readMailProviders, readSmsProviders } from './read-providers.js';
import { readSmsPrices } from './read-sms-prices.js';
import type {
  DatabaseSettings,
  EventFollower,
  MailSettings,
  NatsSettings,
  Settings,
  SmsCeilings,
  SmsSettings,
  TracingSettings,
  WebhookSettings,
} from './settings.js';
import { type Environment, SettingsReader } from './settings-reader.js';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const CODE_KEYS_ARE = 'it derives the activation codes; npm start generates one for development';

/** @throws SettingsFault naming every fault at once */
export function readSettings(environment: Environment): Settings {
  const read = new SettingsReader(environment);
  const appEnvironment = read.oneOf('APP_ENV', ['development', 'test', 'production'], 'development');
  const production = appEnvironment === 'production';
  const port = read.port('PORT', 3000);
  const mail = readMail(read);
  const publicUrl = readPublicUrl(read, production, port);

  const settings: Settings = {
    environment: appEnvironment,
    logLevel: read.oneOf(
      'LOG_LEVEL',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      appEnvironment === 'test' ? 'warn' : 'info',
    ),
    http: {
      host: read.text('HOST', '127.0.0.1'),
      port,
      publicUrl,
      basePath: readBasePath(read, publicUrl),
      trustedProxies: read.networks('TRUSTED_PROXIES', []),
      forwardedHeader: read.oneOf('FORWARDED_HEADER', ['x-forwarded-for', 'forwarded'], 'x-forwarded-for'),
      networkThrottleExempt: read.networks('NETWORK_THROTTLE_EXEMPT', production ? [] : LOOPBACK),
    },
    metricsPort: read.port('METRICS_PORT', 9464),
    shutdownDelayMs: read.integer('SHUTDOWN_DELAY_MS', production ? 2_000 : 0, { min: 0, max: 5_000 }),
    workerStartSeconds: read.integer('WORKER_START_SECONDS', 30, { min: 1, max: 600 }),
    database: readDatabase(read),
    nats: readNats(read, production),
    codeKeys: read.keys('CODE_KEYS', CODE_KEYS_ARE),
    tokenKeys: read.keys('TOKEN_KEYS', 'it signs the access tokens; npm start generates one for development'),
    messagesPerRecipientAndDay: read.integer('MESSAGES_PER_RECIPIENT_AND_DAY', 20, { min: 1, max: 100_000 }),
    hashing: {
      concurrency: read.integer('HASH_CONCURRENCY', availableParallelism(), { min: 1, max: 256 }),
      queueLimit: read.integer('HASH_QUEUE_LIMIT', 32 * availableParallelism(), { min: 1, max: 100_000 }),
      queueSeconds: read.integer('HASH_QUEUE_SECONDS', 5, { min: 1, max: 600 }),
      priority: read.oneOf('HASH_PRIORITY', ['low', 'idle'], 'low'),
    },
    passwordBreachCheck: {
      enabled: read.oneOf('PASSWORD_BREACH_CHECK', ['off', 'on'], 'off') === 'on',
      baseUrl: read.url('PASSWORD_BREACH_BASE_URL', 'https://api.pwnedpasswords.com', ['http:', 'https:']),
    },
    webhooks: readWebhooks(read, production),
    mail,
    // Who has a real provider for mail chooses one for SMS, or none.
    tracing: readTracing(read),
    sms: readSms(read, production || mail.providers.some(({ name }) => name !== 'sandbox') ? 'none' : 'sandbox'),
  };
  refuseInProduction(read, settings);
  read.check();
  return settings;
}

/** Where links in mails lead and who issues tokens. No header of a request says so, hence somebody has to. */
function readPublicUrl(read: SettingsReader, production: boolean, port: number): string {
  const url = read.url('PUBLIC_URL', `http://127.0.0.1:${port}`, ['http:', 'https:']);
  const { username, search, hash } = URL.parse(url) ?? { username: '', search: '', hash: '' };
  if (username !== '' || search !== '' || hash !== '') {
    read.fault('PUBLIC_URL must have no user, query or fragment: paths are appended to it');
  }
  if (production) {
    const given = read.required('PUBLIC_URL', 'where people reach this service, such as https://id.example.org');
    if (given.startsWith('http:')) read.fault('PUBLIC_URL must start with https:// in production');
  }
  return url;
}

/** It stands in pages, cookies and headers, so it has nothing that would mean something there. */
function readBasePath(read: SettingsReader, publicUrl: string): string {
  const path = (URL.parse(publicUrl)?.pathname ?? '').replace(/\/+$/, '');
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(path)) {
    read.fault('PUBLIC_URL must have a path of only letters, digits and -._~, such as /auth');
  }
  return path;
}

const TRACE_RECEIVERS = ['nats', 'webhooks', 'providers'] as const;

function readTracing(read: SettingsReader): TracingSettings | null {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', '', ['http:', 'https:']);
  const ratio = Number(read.text('OTEL_TRACES_SAMPLER_ARG', '1'));
  if (!(ratio >= 0 && ratio <= 1)) read.fault('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1');
  const names = read.list('TRACE_CONTEXT_TO', ['nats']);
  const context = TRACE_RECEIVERS.filter((name) => names.includes(name));
  if (context.length < new Set(names).size && !(names.length === 1 && names[0] === 'none')) {
    read.fault(`TRACE_CONTEXT_TO must be none or a list of ${TRACE_RECEIVERS.join(', ')}`);
  }
  return endpoint === '' ? null : { endpoint, ratio, context };
}

function readDatabase(read: SettingsReader): DatabaseSettings {
  const url = read.required('DATABASE_URL', 'postgres://user:password@host:5432/database; npm start provides its own');
  read.databaseUrl('DATABASE_URL', url);
  const directUrl = read.databaseUrl('DATABASE_DIRECT_URL', url);
  return {
    url,
    directUrl: directUrl === url ? null : directUrl,
    readUrls: read.databaseUrls('DATABASE_READ_URL').filter((replica) => replica !== url),
    poolSize: read.integer('DATABASE_POOL_SIZE', 10, { min: 1, max: 1_000 }),
  };
}

function readMail(read: SettingsReader): MailSettings {
  const providers = readMailProviders(read);
  const isSandbox = providers.every(({ name }) => name === 'sandbox');
  return {
    providers,
    sender: {
      email: isSandbox
        ? read.text('MAIL_SENDER', 'no-reply@gatehouse.example')
        : read.required('MAIL_SENDER', 'an address that the provider allows you to send from'),
      name: read.text('MAIL_SENDER_NAME', 'Gatehouse'),
    },
    ofApplications: readApplicationProviders(read, 'MAIL', providers),
    dkimSelectors: read.list('MAIL_DKIM_SELECTORS', []),
  };
}

function readSms(read: SettingsReader, fallback: 'none' | 'sandbox'): SmsSettings {
  const providers = readSmsProviders(read, fallback);
  const isReal = providers.some(({ name }) => name !== 'sandbox' && name !== 'webhook');
  return {
    providers,
    ofApplications: readApplicationProviders(read, 'SMS', providers),
    ceilings: readSmsCeilings(read),
    prices: readSmsPrices(read),
    sender: isReal
      ? read.required('SMS_SENDER', 'a number or sender that the provider allows you to send from')
      : read.text('SMS_SENDER', 'Gatehouse'),
  };
}

const SMS_CEILINGS = [
  ['perDay', 'SMS_PER_DAY', 0, 1_000_000],
  ['perRangeAndHour', 'SMS_PER_RANGE_AND_HOUR', 1, 1_000],
  ['rangeSample', 'SMS_RANGE_SAMPLE', 2, 10_000],
  ['countrySample', 'SMS_COUNTRY_SAMPLE', 2, 1_000_000],
  ['leastProvenPercent', 'SMS_LEAST_PROVEN_PERCENT', 0, 100],
  ['stopSeconds', 'SMS_STOP_SECONDS', 600, 2_592_000],
] as const;

/** Those that are not set limit nothing: the applications' grants do. */
const readSmsCeilings = (read: SettingsReader): SmsCeilings =>
  Object.fromEntries(
    SMS_CEILINGS.filter(([, setting]) => read.optional(setting) !== null).map(([name, setting, min, max]) => [
      name,
      read.integer(setting, max, { min, max }),
    ]),
  );

function readWebhooks(read: SettingsReader, production: boolean): WebhookSettings {
  return {
    // A ring of its own can be rotated by itself; without one, what derives codes derives these secrets too.
    keys: read.keys(read.optional('WEBHOOK_KEYS') === null ? 'CODE_KEYS' : 'WEBHOOK_KEYS', CODE_KEYS_ARE),
    allowHttp: read.oneOf('WEBHOOK_HTTP', ['off', 'on'], production ? 'off' : 'on') === 'on',
    ports: read.ports('WEBHOOK_PORTS', production ? [443, 8443] : null),
    allowedNetworks: read.networks('WEBHOOK_ALLOWED_NETWORKS', production ? [] : LOOPBACK),
  };
}

const DEVELOPMENT_PASSWORD = 'development';
const FOLLOWER = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?):([A-Za-z0-9_-]{1,64})$/;

/** @returns null without `NATS_URL`: commands and events then stay in the process and the database */
function readNats(read: SettingsReader, production: boolean): NatsSettings | null {
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
