import { createHash } from 'node:crypto';
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

describe('the settings in production', () => {
  it('are fine when everything is given', () => {
    expect(faultsOf(PRODUCTION)).toEqual([]);
  });

  it('refuse what is fine on a laptop, all of it at once', () => {
    const laptop = {
      ...LEAST,
      APP_ENV: 'production',
      CODE_KEYS: key('development-1'),
      TOKEN_KEYS: key('development'),
    };
    expect(faultsOf(laptop)).toEqual([
      'PUBLIC_URL is missing: where people reach this service, such as https://id.example.org',
      'MAIL_PROVIDER must not be sandbox in production',
      'CODE_KEYS contains a development key: production needs its own keys',
      'TOKEN_KEYS contains a development key: production needs its own keys',
    ]);
  });

  it('want to be told where people reach the service, over HTTPS', () => {
    for (const missing of ['', ' ', undefined]) {
      expect(faultsOf({ ...PRODUCTION, PUBLIC_URL: missing })).toEqual([
        'PUBLIC_URL is missing: where people reach this service, such as https://id.example.org',
      ]);
    }
    for (const plain of ['http://id.example.org', 'http://127.0.0.1:3000']) {
      expect(faultsOf({ ...PRODUCTION, PUBLIC_URL: plain })).toEqual([
        'PUBLIC_URL must start with https:// in production',
      ]);
    }
  });

  it('refuse a development key wherever it stands in the ring', () => {
    expect(faultsOf({ ...PRODUCTION, CODE_KEYS: `${key('first')},${key('development')}` })).toEqual([
      'CODE_KEYS contains a development key: production needs its own keys',
    ]);
  });

  it('refuse to send mail without encryption, or without credentials', () => {
    expect(faultsOf({ ...PRODUCTION, MAIL_BASE_URL: 'http://api.mailjet.com' })).toEqual([
      'MAIL_BASE_URL must start with https:// in production',
    ]);
    expect(faultsOf({ ...PRODUCTION, MAIL_API_KEY: '', MAIL_API_SECRET: '', MAIL_SENDER: '' })).toEqual([
      'MAIL_API_KEY is missing: the mail provider requires it',
      'MAIL_API_SECRET is missing: the mail provider requires it',
      'MAIL_SENDER is missing: an address that the provider allows you to send from',
    ]);
  });

  it.each(['CODE_KEYS', 'TOKEN_KEYS', 'WEBHOOK_KEYS'])('refuse %s whose bytes nobody has drawn', (name) => {
    for (const weak of [
      Buffer.alloc(32),
      Buffer.alloc(64, 0xff),
      Buffer.alloc(40, 'changeme-now'),
      Buffer.from('0101010101010101010101010101011010101010'),
    ]) {
      expect(faultsOf({ ...PRODUCTION, [name]: `${key('sound')},weak:${weak.toString('base64')}` })).toEqual([
        `${name} contains a key whose bytes repeat: make one with openssl rand -base64 32`,
      ]);
    }
    const twice = `${key('sound')},other:${key('sound').split(':')[1]}`;
    expect(faultsOf({ ...PRODUCTION, [name]: twice })).toEqual([
      `${name} contains the same key under two ids: make one with openssl rand -base64 32`,
    ]);
  });

  it('refuse one key for two purposes, whatever its id', () => {
    const shared = (id: string) => `${id}:${key('shared').split(':')[1]}`;
    expect(
      faultsOf({ ...PRODUCTION, CODE_KEYS: shared('codes'), TOKEN_KEYS: `${key('new')},${shared('old')}` }),
    ).toEqual(['CODE_KEYS and TOKEN_KEYS contain the same key: make one with openssl rand -base64 32 for each']);
    expect(faultsOf({ ...PRODUCTION, WEBHOOK_KEYS: shared('hooks'), TOKEN_KEYS: shared('tokens') })).toEqual([
      'WEBHOOK_KEYS and TOKEN_KEYS contain the same key: make one with openssl rand -base64 32 for each',
    ]);
    // As without WEBHOOK_KEYS.
    expect(faultsOf({ ...PRODUCTION, WEBHOOK_KEYS: PRODUCTION['CODE_KEYS'] })).toEqual([]);
  });

  it.each([
    'db.example.org',
    '203.0.113.7',
    '[2001:db8::7]',
    '[::ffff:203.0.113.7]',
    'localhost,db.example.org',
    'db.internal.example.org',
  ])('refuse a database at %s that may be reached without TLS', (host) => {
    for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL']) {
      const fault = `${name} must have sslmode=verify-full (or require, verify-ca) beyond private networks, or DATABASE_PLAINTEXT must be on, in production`;
      for (const mode of ['', '?sslmode=disable', '?sslmode=allow', '?sslmode=prefer']) {
        const plain = { ...PRODUCTION, [name]: `postgres://service@${host}/gatehouse${mode}` };
        expect(faultsOf(plain)).toEqual([fault]);
        expect(faultsOf({ ...plain, DATABASE_PLAINTEXT: 'on' })).toEqual([]);
        expect(faultsOf({ ...plain, APP_ENV: 'development' })).toEqual([]);
      }
      for (const mode of ['require', 'verify-full']) {
        const safe = `postgres://service@${host}/gatehouse?sslmode=${mode}`;
        expect(faultsOf({ ...PRODUCTION, [name]: safe })).toEqual([]);
      }
    }
  });

  it.each(['n1.example.org', '203.0.113.7:4333', '[2001:db8::7]:4222'])(
    'refuse a broker at %s without TLS',
    (place) => {
      const plain = { ...PRODUCTION, NATS_URL: `nats://localhost,nats://service:secret@${place}` };
      expect(faultsOf(plain)).toEqual([
        'NATS_URL must start with tls:// beyond private networks, or NATS_PLAINTEXT must be on, in production',
      ]);
      expect(faultsOf({ ...plain, NATS_PLAINTEXT: 'on' })).toEqual([]);
      expect(faultsOf({ ...PRODUCTION, NATS_URL: `tls://service:secret@${place}` })).toEqual([]);
    },
  );

  it.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '10.1.2.3',
    '192.168.0.7',
    '[fd00::7]',
    'postgres',
    'db.internal',
    'DB.Internal.',
    'db.prod.svc.cluster.local',
    'db.prod.svc',
    '%2Fvar%2Frun%2Fpostgresql',
  ])('take %s for a private place, where plain connections are nobody else’s', (host) => {
    expect(faultsOf({ ...PRODUCTION, DATABASE_URL: `postgres://service@${host}/gatehouse` })).toEqual([]);
    if (host.startsWith('%')) return;
    expect(faultsOf({ ...PRODUCTION, NATS_URL: `nats://${host}:4333` })).toEqual([]);
  });

  it.each(['TRUSTED_PROXIES', 'NETWORK_THROTTLE_EXEMPT', 'WEBHOOK_ALLOWED_NETWORKS'])(
    'refuse %s that are everybody, or nearly',
    (name) => {
      for (const wide of ['0.0.0.0/0', '::/0', '128.0.0.0/1', '2000::/3', '::ffff:0:0/96']) {
        expect(faultsOf({ ...PRODUCTION, [name]: `192.0.2.7,${wide}` })).toEqual([
          `${name} must not contain ${wide} in production: name the networks themselves`,
        ]);
        expect(faultsOf({ ...LEAST, [name]: wide })).toEqual([]);
      }
      expect(faultsOf({ ...PRODUCTION, [name]: '10.0.0.0/8,fc00::/7,::ffff:10.0.0.0/104,::1' })).toEqual([]);
    },
  );

  it('name every one of these at once', () => {
    const all = {
      ...PRODUCTION,
      CODE_KEYS: `zero:${Buffer.alloc(32).toString('base64')}`,
      TOKEN_KEYS: `zero:${Buffer.alloc(32).toString('base64')}`,
      DATABASE_URL: 'postgres://service@db.example.org/gatehouse',
      NATS_URL: 'nats://n1.example.org',
      TRUSTED_PROXIES: '0.0.0.0/0',
      NETWORK_THROTTLE_EXEMPT: '::/0',
      WEBHOOK_ALLOWED_NETWORKS: '0.0.0.0/0',
    };
    expect(faultsOf(all).map((fault) => fault.replace(/ (contains?|must) .*/, ''))).toEqual([
      'CODE_KEYS',
      'CODE_KEYS and TOKEN_KEYS',
      'TOKEN_KEYS',
      'DATABASE_URL',
      'NATS_URL',
      'TRUSTED_PROXIES',
      'NETWORK_THROTTLE_EXEMPT',
      'WEBHOOK_ALLOWED_NETWORKS',
    ]);
  });
});
