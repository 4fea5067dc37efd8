import { createHash } from 'node:crypto';
import { type Environment, readSettings, SettingsFault } from '@gatehouse/platform/config';

const key = (id: string) => `${id}:${createHash('sha256').update(id).digest('base64')}`;
const LEAST: Environment = {
  DATABASE_URL: 'postgres://localhost/gatehouse',
  CODE_KEYS: key('first'),
  TOKEN_KEYS: key('tokens'),
  MAIL_SENDER: 'no-reply@example.org',
  SMS_SENDER: 'Acme',
};
const PRODUCTION: Environment = { ...LEAST, APP_ENV: 'production', PUBLIC_URL: 'https://id.example.org' };
const POSTMARK: Environment = { MAIL_PROVIDERS: 'postmark', MAIL_POSTMARK_TOKEN: 'token' };

const faultsOf = (environment: Environment): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
};

describe('the settings of providers', () => {
  it('name several in order of preference, each with settings of its own', () => {
    const { mail, sms } = readSettings({
      ...LEAST,
      ...POSTMARK,
      MAIL_PROVIDERS: 'postmark, ses, mailgun:10',
      MAIL_SES_REGION: 'eu-central-1',
      MAIL_SES_ACCESS_KEY_ID: 'AKIA',
      MAIL_SES_SECRET_ACCESS_KEY: 'secret',
      MAIL_MAILGUN_API_KEY: 'key',
      MAIL_MAILGUN_DOMAIN: 'mg.example.org',
      MAIL_MAILGUN_REGION: 'eu',
      SMS_PROVIDERS: 'messagebird,vonage',
      SMS_MESSAGEBIRD_API_KEY: 'bk_eu1_x',
      SMS_VONAGE_API_KEY: 'key',
      SMS_VONAGE_API_SECRET: 'secret',
    });
    expect(mail.providers).toMatchObject([
      { name: 'postmark', url: 'https://api.postmarkapp.com', token: 'token', stream: 'outbound', share: null },
      { name: 'ses', url: 'https://email.eu-central-1.amazonaws.com', accessKeyId: 'AKIA', configurationSet: '' },
      { name: 'mailgun', url: 'https://api.eu.mailgun.net', domain: 'mg.example.org', share: 10 },
    ]);
    expect(sms.providers).toMatchObject([
      { name: 'messagebird', url: 'https://eu1.platform.bird.com', urlSetting: 'SMS_MESSAGEBIRD_BASE_URL' },
      { name: 'vonage', url: 'https://api.nexmo.com' },
    ]);
  });

  it('go on to take the names of versions with one provider', () => {
    const formerly = { MAIL_PROVIDER: 'mailjet', MAIL_API_KEY: 'key', MAIL_API_SECRET: 'secret' };
    const twilio = { SMS_PROVIDER: 'twilio', SMS_ACCOUNT_SID: 'AC1', SMS_AUTH_TOKEN: 'token' };
    const { mail, sms } = readSettings({ ...PRODUCTION, ...formerly, ...twilio });
    expect(mail.providers).toMatchObject([{ name: 'mailjet', apiKey: 'key', apiSecret: 'secret' }]);
    expect(sms.providers).toMatchObject([{ name: 'twilio', accountSid: 'AC1', authToken: 'token' }]);
    expect(readSettings({ ...PRODUCTION, ...formerly }).sms.providers).toEqual([]);
    const own = readSettings({ ...PRODUCTION, ...formerly, MAIL_MAILJET_API_KEY: 'newer' });
    expect(own.mail.providers).toMatchObject([{ apiKey: 'newer', apiSecret: 'secret' }]);
  });

  it('give an application a list of its own', () => {
    const environment = { ...LEAST, ...POSTMARK, MAIL_PROVIDERS: 'postmark,resend', MAIL_RESEND_API_KEY: 'key' };
    const lists = { MAIL_APPLICATION_PROVIDERS: 'shop:resend+postmark, news:resend' };
    const { mail } = readSettings({ ...environment, ...lists });
    expect([...mail.ofApplications]).toEqual([
      ['shop', ['resend', 'postmark']],
      ['news', ['resend']],
    ]);
    const fault =
      'MAIL_APPLICATION_PROVIDERS must be a list such as shop:postmark+ses, of providers that MAIL_PROVIDERS names';
    for (const wrong of ['shop', 'shop:ses', 'shop:', 'Shop:resend']) {
      expect(faultsOf({ ...environment, MAIL_APPLICATION_PROVIDERS: wrong })).toEqual([fault]);
    }
  });

  it.each<[Environment, readonly (string | RegExp)[]]>([
    [{ MAIL_PROVIDERS: 'postmark' }, ['MAIL_POSTMARK_TOKEN is missing: the API token of the server that sends']],
    [
      { MAIL_PROVIDERS: 'smtp' },
      ['MAIL_SMTP_URL is missing: smtps://user:password@smtp.example.org:465, or smtp:// with port 587'],
    ],
    [
      { MAIL_PROVIDERS: 'smtp', MAIL_SMTP_URL: 'https://smtp.example.org' },
      ['MAIL_SMTP_URL must be a URL that starts with smtp:// or smtps://'],
    ],
    [
      { MAIL_PROVIDERS: 'webhook', MAIL_WEBHOOK_URL: 'https://x.example', MAIL_WEBHOOK_SECRET: 'short' },
      ['MAIL_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64'],
    ],
    [{ ...POSTMARK, MAIL_PROVIDERS: 'postmark,postmark' }, ['MAIL_PROVIDERS names a provider twice']],
    [{ ...POSTMARK, MAIL_PROVIDERS: 'postmark:100' }, [/^MAIL_PROVIDERS must be a list of sandbox, mailjet, postmark/]],
    [{ ...POSTMARK, MAIL_PROVIDERS: 'pigeon,postmark' }, [/^MAIL_PROVIDERS must be a list of/]],
    [
      { SMS_PROVIDERS: 'none,webhook' },
      [/^SMS_PROVIDERS must name no other/, /^SMS_WEBHOOK_SECRET is/, /^SMS_WEBHOOK_URL is/],
    ],
    [{ ...POSTMARK, MAIL_POSTMARK_BASE_URL: 'ftp://x' }, [/^MAIL_POSTMARK_BASE_URL must be a URL/]],
  ])('say in one line each what is wrong with %j', (environment, faults) => {
    const expected = faults.map((fault) => (typeof fault === 'string' ? fault : expect.stringMatching(fault)));
    expect(faultsOf({ ...LEAST, ...environment })).toEqual(expected);
  });

  it('refuse in production what would go over public networks unencrypted', () => {
    expect(faultsOf({ ...PRODUCTION, ...POSTMARK })).toEqual([]);
    expect(faultsOf({ ...PRODUCTION, ...POSTMARK, MAIL_POSTMARK_BASE_URL: 'http://api.postmarkapp.com' })).toEqual([
      'MAIL_POSTMARK_BASE_URL must start with https:// in production',
    ]);
    const smtp = { MAIL_PROVIDERS: 'smtp', MAIL_SMTP_TLS: 'off' };
    expect(faultsOf({ ...PRODUCTION, ...smtp, MAIL_SMTP_URL: 'smtp://relay.example.org' })).toEqual([
      'MAIL_SMTP_TLS must not be off beyond private networks in production',
    ]);
    expect(faultsOf({ ...PRODUCTION, ...smtp, MAIL_SMTP_URL: 'smtp://10.0.0.7:25' })).toEqual([]);
    expect(faultsOf({ ...PRODUCTION, ...POSTMARK, MAIL_PROVIDERS: 'postmark,sandbox' })).toEqual([
      'MAIL_PROVIDERS must not be sandbox in production',
    ]);
  });
});
