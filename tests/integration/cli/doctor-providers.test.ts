import { readSettings } from '@gatehouse/platform/config';
import { Database } from '@gatehouse/platform/postgres';
import { examineProviders, sendByEach } from '../../../libs/deployment/doctor/examine-providers.js';
import { examineReports } from '../../../libs/deployment/doctor/examine-reports.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { SandboxStage } from '../../support/notification/provider-stage.js';

/** None of these providers reports anything: nothing is asked of a database. */
const NOT_FOLLOWED = {
  database: new Database({ url: 'postgres://127.0.0.1:1/x', applicationName: 'tests', poolSize: 1 }),
  seconds: 0,
};

let stage: SandboxStage;
beforeAll(async () => {
  stage = await SandboxStage.open();
});
afterAll(async () => {
  await stage.close();
  await NOT_FOLLOWED.database.close(1);
});
beforeEach(() => stage.clear());

const settingsWith = (changes: Record<string, string> = {}) =>
  readSettings({
    ...TEST_ENVIRONMENT,
    DATABASE_URL: 'postgres://localhost/x',
    MAIL_PROVIDERS: 'postmark,sendgrid',
    MAIL_SENDER: 'no-reply@acme.example',
    MAIL_POSTMARK_TOKEN: 'token',
    MAIL_POSTMARK_BASE_URL: stage.url,
    MAIL_SENDGRID_API_KEY: 'key',
    MAIL_SENDGRID_BASE_URL: stage.url,
    SMS_PROVIDERS: 'vonage',
    SMS_SENDER: 'Acme',
    SMS_VONAGE_API_KEY: 'key',
    SMS_VONAGE_API_SECRET: 'secret',
    SMS_VONAGE_BASE_URL: stage.url,
    ...changes,
  });

describe('the doctor', () => {
  it('asks each provider whether it accepts the credentials, and sends nothing', async () => {
    const findings = await examineProviders(settingsWith({ MAIL_SENDGRID_API_KEY: 'wrong' }));
    const { host } = new URL(stage.url);
    expect(findings).toEqual([
      { subject: 'mail', state: 'good', found: `postmark at ${host} accepts the credentials` },
      {
        subject: 'mail',
        state: 'bad',
        found: `sendgrid at ${host} did not accept the credentials: credentials-refused-401`,
        advice: 'Check MAIL_SENDGRID_…, the sender, and the account with the provider',
      },
      { subject: 'sms', state: 'good', found: `vonage at ${host} accepts the credentials` },
    ]);
    expect(stage.received()).toEqual([]);
  });

  it('says which providers report what becomes of messages, where, and what the others lack', () => {
    const findings = examineReports(
      settingsWith({
        PUBLIC_URL: 'https://id.example.org/auth/',
        MAIL_POSTMARK_EVENTS_SECRET: 'the-password-of-the-events',
        SMS_PROVIDERS: 'twilio',
        SMS_TWILIO_ACCOUNT_SID: 'AC1',
        SMS_TWILIO_AUTH_TOKEN: 'token',
      }),
    );
    const base = 'https://id.example.org/auth/v1/providers';
    expect(findings).toEqual([
      { subject: 'mail', state: 'good', found: `postmark reports what becomes of messages to ${base}/postmark/events` },
      {
        subject: 'mail',
        state: 'off',
        found: `sendgrid reports nothing, so bounces stay unknown: set MAIL_SENDGRID_EVENTS_KEY; its reports go to ${base}/sendgrid/events`,
      },
      {
        subject: 'sms',
        state: 'off',
        found: `twilio reports nothing, so bounces stay unknown: set SMS_TWILIO_EVENTS; its reports go to ${base}/twilio/events`,
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain('the-password');
  });

  it('names the setting of a provider that cannot be reached', async () => {
    const [postmark] = await examineProviders(settingsWith({ MAIL_POSTMARK_BASE_URL: 'http://127.0.0.1:1' }));
    expect(postmark).toMatchObject({
      state: 'bad',
      found: expect.stringContaining('connection-refused'),
      advice: expect.stringContaining('Check MAIL_POSTMARK_BASE_URL'),
    });
  });

  it('sends a test message by each provider where it is asked to', async () => {
    const findings = await sendByEach(settingsWith(), 'ada@example.com', NOT_FOLLOWED);
    expect(findings).toEqual([
      {
        subject: 'mail',
        state: 'good',
        found: expect.stringMatching(
          /^postmark .* accepted the test message as .* reports nothing until MAIL_POSTMARK_EVENTS_SECRET is set$/,
        ),
      },
      { subject: 'mail', state: 'good', found: expect.stringMatching(/^sendgrid .* accepted the test message as /) },
    ]);
    expect(
      stage
        .received()
        .map(({ to, provider }) => [to, provider])
        .toSorted(),
    ).toEqual([
      ['ada@example.com', 'postmark'],
      ['ada@example.com', 'sendgrid'],
    ]);
    await sendByEach(settingsWith(), '+33612345678', NOT_FOLLOWED);
    expect(stage.received().at(-1)).toMatchObject({ to: '+33612345678', provider: 'vonage' });
  });

  it('says why a provider did not accept it', async () => {
    stage.sandbox.faults.replace([
      { provider: 'postmark', times: 1, behaviour: { type: 'refusal', why: 'sender' } },
      { provider: 'sendgrid', times: 1, behaviour: { type: 'refusal', why: 'recipient' } },
    ]);
    expect(await sendByEach(settingsWith(), 'ada@example.com', NOT_FOLLOWED)).toMatchObject([
      { state: 'bad', found: expect.stringContaining('postmark'), advice: expect.stringContaining('the sender') },
      { state: 'bad', found: expect.stringContaining('sendgrid'), advice: expect.stringContaining('the recipient') },
    ]);
  });

  it('needs a provider for the channel', async () => {
    const settings = settingsWith({ SMS_PROVIDERS: 'none' });
    expect(await sendByEach(settings, '+33612345678', NOT_FOLLOWED)).toMatchObject([
      { state: 'bad', advice: 'Set SMS_PROVIDERS' },
    ]);
    expect((await examineProviders(settings)).at(-1)).toMatchObject({ subject: 'sms', state: 'off' });
  });
});
