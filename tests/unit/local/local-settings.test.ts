import { readLocalSettings } from '../../../apps/local/local-settings.js';

const KEYS = {
  CODE_KEYS: `development:${Buffer.alloc(32, 1).toString('base64')}`,
  TOKEN_KEYS: `development:${Buffer.alloc(32, 2).toString('base64')}`,
};

describe('the settings of one process tree', () => {
  it('embeds the database and opens the sandbox when nothing else is named', () => {
    expect(readLocalSettings(KEYS)).toMatchObject({
      embeddedDatabase: true,
      sandbox: true,
      ports: [
        { setting: 'PORT', port: 3000 },
        { setting: 'METRICS_PORT', port: 9464 },
        { setting: 'METRICS_PORT', port: 9465 },
        { setting: 'SANDBOX_PORT', port: 3025 },
      ],
    });
  });

  it('leaves the database and the mail to those that are named', () => {
    const settings = readLocalSettings({
      ...KEYS,
      DATABASE_URL: 'postgres://db.example/gatehouse',
      MAIL_PROVIDER: 'mailjet',
      MAIL_API_KEY: 'key',
      MAIL_API_SECRET: 'secret',
      MAIL_SENDER: 'hello@example.com',
    });
    expect(settings).toMatchObject({ embeddedDatabase: false, sandbox: false });
    expect(settings.ports.map(({ setting }) => setting)).not.toContain('SANDBOX_PORT');
  });

  it('takes an empty DATABASE_URL for none', () => {
    expect(readLocalSettings({ ...KEYS, DATABASE_URL: ' ' }).embeddedDatabase).toBe(true);
  });

  it('lets the system choose both metrics ports when it may choose one', () => {
    expect(readLocalSettings({ ...KEYS, METRICS_PORT: '0' }).workerMetricsPort).toBe(0);
  });

  it('refuses a sandbox port that is none', () => {
    expect(() => readLocalSettings({ ...KEYS, SANDBOX_PORT: 'http' })).toThrow(/SANDBOX_PORT must be a whole number/);
  });
});
