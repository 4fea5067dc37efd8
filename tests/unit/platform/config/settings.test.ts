import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Environment, readSettings, SettingsFault } from '@gatehouse/platform/config';

const key = (id: string) => `${id}:${createHash('sha256').update(id).digest('base64')}`;
const LEAST: Environment = {
  DATABASE_URL: 'postgres://gateservice:secret@localhost/gatehouse',
  CODE_KEYS: key('first'),
  TOKEN_KEYS: key('tokens'),
};
const PRODUCTION: Environment = {
  ...LEAST,
  APP_ENV: 'production',
  PUBLIC_URL: 'https://id.example.org',
  MAIL_PROVIDER: 'mailjet',
  MAIL_API_KEY: 'key',
  MAIL_API_SECRET: 'secret',
  MAIL_SENDER: 'no-reply@example.org',
};

const faultsOf = (environment: Environment): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
};

describe('the settings', () => {
  it('have a default for all but the database and the keys', () => {
    expect(readSettings(LEAST)).toMatchObject({
      environment: 'development',
      logLevel: 'info',
      http: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: 'http://127.0.0.1:3000',
        basePath: '',
        trustedProxies: [],
        networkThrottleExempt: ['127.0.0.0/8', '::1/128'],
      },
      metricsPort: 9464,
      database: { url: LEAST['DATABASE_URL'], directUrl: null, readUrls: [], poolSize: 10 },
      nats: null,
      workerStartSeconds: 30,
      hashing: {
        concurrency: availableParallelism(),
        queueLimit: 32 * availableParallelism(),
        queueSeconds: 5,
        priority: 'low',
      },
      mail: {
        providers: [
          {
            name: 'sandbox',
            url: 'http://127.0.0.1:3025',
            urlSetting: 'MAIL_BASE_URL',
            share: null,
            apiKey: 'sandbox',
            apiSecret: 'sandbox',
          },
        ],
        sender: { email: 'no-reply@gatehouse.example', name: 'Gatehouse' },
      },
    });
  });

  it('are read from the environment', () => {
    const settings = readSettings({
      ...PRODUCTION,
      HOST: '0.0.0.0',
      PORT: '8080',
      METRICS_PORT: '0',
      PUBLIC_URL: 'https://accounts.example.org',
      TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32',
      NETWORK_THROTTLE_EXEMPT: ' 192.0.2.0/24 ,',
      DATABASE_READ_URL: 'postgresql://replica/gatehouse',
      DATABASE_POOL_SIZE: '50',
      NATS_URL: 'nats://localhost',
      HASH_CONCURRENCY: '8',
      HASH_QUEUE_LIMIT: '1000',
      HASH_QUEUE_SECONDS: '9',
      HASH_PRIORITY: 'idle',
      LOG_LEVEL: 'silent',
      MAIL_SENDER_NAME: 'Example',
      CODE_KEYS: `${key('second')},${key('first')}`,
    });
    expect(settings).toMatchObject({
      environment: 'production',
      logLevel: 'silent',
      http: {
        host: '0.0.0.0',
        port: 8080,
        publicUrl: 'https://accounts.example.org',
        trustedProxies: ['10.0.0.0/8', '2001:db8::/32'],
        networkThrottleExempt: ['192.0.2.0/24'],
      },
      metricsPort: 0,
      database: { readUrls: ['postgresql://replica/gatehouse'], poolSize: 50 },
      nats: {
        servers: ['localhost:4222'],
        tls: false,
        user: null,
        nkeySeed: null,
        replicas: 1,
        eventDays: 7,
        followers: [],
      },
      hashing: { concurrency: 8, queueLimit: 1_000, queueSeconds: 9, priority: 'idle' },
      mail: {
        providers: [{ name: 'mailjet', url: 'https://api.mailjet.com', apiKey: 'key', apiSecret: 'secret' }],
        sender: { email: 'no-reply@example.org', name: 'Example' },
      },
    });
    expect(settings.codeKeys.current.id).toBe('second');
    expect(settings.codeKeys.all).toHaveLength(2);
  });

  it('count an empty variable as an absent one, as compose files pass it', () => {
    const empty = {
      PORT: '',
      LOG_LEVEL: ' ',
      DATABASE_READ_URL: '',
      NATS_URL: '',
      TRUSTED_PROXIES: '',
      MAIL_BASE_URL: '',
    };
    expect(readSettings({ ...LEAST, ...empty })).toEqual(readSettings(LEAST));
  });

  it('know the broker by its addresses, and who we are to it', () => {
    const environment = {
      NATS_URL: 'tls://service:a%40b@n1:4333, tls://n2',
      NATS_REPLICAS: '3',
      NATS_EVENT_DAYS: '30',
      NATS_FOLLOWERS: 'shop:newsletter, default:crm_1',
    };
    expect(readSettings({ ...LEAST, ...environment }).nats).toEqual({
      servers: ['n1:4333', 'n2:4222'],
      tls: true,
      user: { name: 'service', password: 'a@b' },
      nkeySeed: null,
      monitoringUrl: null,
      replicas: 3,
      eventDays: 30,
      followers: [
        { application: 'shop', name: 'newsletter' },
        { application: 'default', name: 'crm_1' },
      ],
    });
  });

  it.each([
    [{ NATS_URL: 'http://n1' }, /^NATS_URL must be addresses/],
    [{ NATS_URL: 'nats://n1,tls://n2' }, /^NATS_URL must be addresses/],
    [{ NATS_URL: 'n1:4222' }, /^NATS_URL must be addresses/],
    [{ NATS_URL: 'nats://n1', NATS_NKEY_SEED: 'UABC' }, /^NATS_NKEY_SEED must be/],
    [{ NATS_URL: 'nats://n1', NATS_FOLLOWERS: 'newsletter' }, /^NATS_FOLLOWERS must be/],
    [{ NATS_URL: 'nats://n1', NATS_REPLICAS: '0' }, /^NATS_REPLICAS must be/],
  ])('say what is wrong with a broker such as %j', (environment, fault) => {
    expect(faultsOf({ ...LEAST, ...environment })).toEqual([expect.stringMatching(fault)]);
  });

  it('refuse the broker’s development password in production', () => {
    const environment = { ...PRODUCTION, NATS_URL: 'nats://service:development@n1' };
    expect(faultsOf(environment)).toEqual([expect.stringContaining('development password')]);
  });

  it('exempt no network in production, and say so only where told', () => {
    expect(readSettings(PRODUCTION).http.networkThrottleExempt).toEqual([]);
    expect(readSettings({ ...LEAST, APP_ENV: 'test' }).http.networkThrottleExempt).toHaveLength(2);
  });

  it('know a quiet log in tests', () => {
    expect(readSettings({ ...LEAST, APP_ENV: 'test' }).logLevel).toBe('warn');
  });

  it('name what is missing, with a word about what it is for', () => {
    expect(faultsOf({})).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing: postgres:\/\//),
      expect.stringMatching(/^CODE_KEYS is missing: /),
      expect.stringMatching(/^TOKEN_KEYS is missing: /),
    ]);
  });

  it.each<[string, string, string]>([
    ['APP_ENV', 'staging', 'must be one of development, test, production'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '3000.5', 'must be a whole number from 0 to 65535'],
    ['PORT', '0x0bb8', 'must be a whole number from 0 to 65535'],
    ['METRICS_PORT', '1e3', 'must be a whole number from 0 to 65535'],
    ['SANDBOX_PORT', 'x', 'must be a whole number from 0 to 65535'],
    ['DATABASE_POOL_SIZE', '0', 'must be a whole number from 1 to 1000'],
    ['HASH_CONCURRENCY', '257', 'must be a whole number from 1 to 256'],
    ['HASH_QUEUE_LIMIT', '0', 'must be a whole number from 1 to 100000'],
    ['HASH_QUEUE_SECONDS', '601', 'must be a whole number from 1 to 600'],
    ['HASH_PRIORITY', '19', 'must be one of low, idle'],
    ['DATABASE_URL', 'mysql://localhost/x', 'must be a URL that starts with postgres:// or postgresql://'],
    ['DATABASE_URL', 'localhost:5432', 'must be a URL that starts with postgres:// or postgresql://'],
    ['DATABASE_DIRECT_URL', 'http://direct', 'must be a URL that starts with postgres:// or postgresql://'],
    ['DATABASE_READ_URL', 'http://replica', 'must be a URL that starts with postgres:// or postgresql://'],
    ['PUBLIC_URL', 'accounts.example.org', 'must be a URL that starts with http:// or https://'],
    ['PUBLIC_URL', 'https://me@id.example.org', 'must have no user, query or fragment: paths are appended to it'],
    ['PUBLIC_URL', 'https://id.example.org/?x=1', 'must have no user, query or fragment: paths are appended to it'],
    ['PUBLIC_URL', 'https://id.example.org/a;b', 'must have a path of only letters, digits and -._~, such as /auth'],
    ['PUBLIC_URL', 'https://id.example.org/#x', 'must have no user, query or fragment: paths are appended to it'],
    ['MAIL_BASE_URL', 'ftp://mail', 'must be a URL that starts with http:// or https://'],
    [
      'MAIL_PROVIDER',
      'pigeon',
      'must be one of sandbox, mailjet, postmark, sendgrid, resend, mailgun, brevo, ses, smtp, webhook',
    ],
    ['CODE_KEYS', 'no keys', 'must have the form id:base64,id:base64'],
    ['TOKEN_KEYS', 'first:c2hvcnQ=', 'must contain keys of at least 32 bytes (first is shorter)'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,proxy', 'must be a list of networks, such as 10.0.0.0/8 ("proxy" is not one)'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'must be a list of networks, such as 10.0.0.0/8 ("10.0.0.0/33" is not one)'],
    ['TRUSTED_PROXIES', '10', 'must be a list of networks, such as 10.0.0.0/8 ("10" is not one)'],
    ['TRUSTED_PROXIES', '10.0/8', 'must be a list of networks, such as 10.0.0.0/8 ("10.0/8" is not one)'],
    ['NETWORK_THROTTLE_EXEMPT', '::1/129', 'must be a list of networks, such as 10.0.0.0/8 ("::1/129" is not one)'],
  ])('say that %s may not be %j', (name, value, fault) => {
    expect(faultsOf({ ...LEAST, [name]: value })).toEqual([`${name} ${fault}`]);
  });

  it('take addresses for networks of one', () => {
    const proxies = { TRUSTED_PROXIES: '10.0.0.1,2001:db8::1' };
    expect(readSettings({ ...LEAST, ...proxies }).http.trustedProxies).toEqual(['10.0.0.1', '2001:db8::1']);
  });

  it('name all faults at once, one line each, and no secret', () => {
    const broken = {
      ...LEAST,
      PORT: 'x',
      LOG_LEVEL: 'x',
      CODE_KEYS: 'c2VjcmV0',
      DATABASE_URL: 'mysql://me:hunter2@db/x',
    };
    expect(faultsOf(broken).map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'CODE_KEYS',
    ]);
    const message = () => readSettings(broken);
    expect(message).toThrow(/^The settings are invalid:\n {2}- PORT .*\n {2}- LOG_LEVEL .*\n {2}- .*\n {2}- .*$/);
    expect(message).not.toThrow(/hunter2|c2VjcmV0/);
  });
});
