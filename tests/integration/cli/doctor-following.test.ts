import { randomUUID } from 'node:crypto';
import { readSettings } from '@gatehouse/platform/config';
import { Database } from '@gatehouse/platform/postgres';
import { sendByEach } from '../../../libs/deployment/doctor/examine-providers.js';
import { PostgresMessageBacklogs } from '../../../libs/notification/adapters/postgres/messages/postgres-message-backlogs.js';
import { PostgresTestMessages } from '../../../libs/notification/adapters/postgres/messages/postgres-test-messages.js';
import { ApiHarness, TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { SandboxStage } from '../../support/notification/provider-stage.js';

const SECRET = 'the-password-of-the-events';

describe('a test message of the doctor', () => {
  let stage: SandboxStage;
  let db: TestDatabase;
  let database: Database;
  let api: ApiHarness;
  let waits: string[];

  const environment = () => ({
    MAIL_PROVIDERS: 'postmark,mailjet,resend',
    MAIL_SENDER: 'no-reply@acme.example',
    MAIL_POSTMARK_TOKEN: 'token',
    MAIL_POSTMARK_BASE_URL: stage.url,
    MAIL_POSTMARK_EVENTS_SECRET: SECRET,
    MAIL_MAILJET_API_KEY: 'key',
    MAIL_MAILJET_API_SECRET: 'secret',
    MAIL_MAILJET_BASE_URL: stage.url,
    MAIL_MAILJET_EVENTS_SECRET: SECRET,
    MAIL_RESEND_API_KEY: 'key',
    MAIL_RESEND_BASE_URL: stage.url,
  });

  beforeAll(async () => {
    stage = await SandboxStage.open();
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    api = await ApiHarness.open(db, { environment: environment() });
  });
  afterAll(async () => {
    await api.close();
    await database.close(1);
    await db.drop();
    await stage.close();
  });
  beforeEach(() => {
    stage.clear();
    waits = [];
  });

  const reportsOf = (...names: readonly string[]) =>
    stage.sandbox.reports.configure({
      url: api.url,
      delivered: true,
      providers: Object.fromEntries(names.map((name) => [name, { secret: SECRET }])),
    });
  const send = (recipient: string, seconds: number) => {
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...environment() });
    return sendByEach(settings, recipient, { database, seconds, onWait: (text) => waits.push(text) });
  };

  it('is followed until its provider reports that it was delivered, where the provider reports', async () => {
    reportsOf('postmark', 'mailjet');
    const [postmark, mailjet, resend] = await send('ada@example.com', 60);
    const delivered = {
      state: 'good',
      found: expect.stringMatching(/accepted the test message as .* delivered [\d.]+ s later$/),
    };
    expect([postmark, mailjet]).toMatchObject([delivered, delivered]);
    expect(resend).toMatchObject({
      state: 'good',
      found: expect.stringMatching(/not known here: resend reports nothing until MAIL_RESEND_EVENTS_SECRET is set$/),
    });
    expect(waits.toSorted()).toEqual([
      'Waiting up to 60 s for mailjet to report whether the test message arrived',
      'Waiting up to 60 s for postmark to report whether the test message arrived',
    ]);
  });

  it('is bad when it bounces, and says why', async () => {
    reportsOf('postmark', 'mailjet');
    const [postmark, mailjet] = await send('bounce@example.com', 60);
    const bounced = {
      state: 'bad',
      found: expect.stringMatching(/and it bounced \(hard\): mailbox-unavailable$/),
      advice: 'Check the recipient, or try another one',
    };
    expect([postmark, mailjet]).toMatchObject([bounced, bounced]);
  });

  it('goes on to be waited for while it is deferred', async () => {
    reportsOf('postmark', 'mailjet');
    expect((await send('defer@example.com', 60))[0]).toMatchObject({ state: 'good' });
  });

  it('is waited for no longer than said, and then says what may be wrong', async () => {
    stage.sandbox.reports.configure(null);
    const [postmark] = await send('ada@example.com', 0);
    expect(postmark).toMatchObject({
      state: 'warn',
      found: expect.stringMatching(/reported nothing within 0 s$/),
      advice: expect.stringMatching(/\/v1\/providers\/postmark\/events, and that the API answers there$/),
    });
  });

  it('leaves nothing behind that looks like a message in need of help', async () => {
    reportsOf('postmark', 'mailjet');
    stage.sandbox.faults.replace([
      { provider: 'postmark', times: 'always', behaviour: { type: 'refusal', why: 'key' } },
    ]);
    const before = await db.sql`select 1 from gatehouse.deliveries`;
    expect((await send('ada@example.com', 60))[0]).toMatchObject({ state: 'bad' });
    const rows = await db.sql`select state from gatehouse.deliveries`;
    expect(rows.length).toBe(before.length + 1);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']));
    expect(await db.sql`select 1 from gatehouse.suppressions`).toHaveLength(0);
  });

  it('does not count as waiting when the doctor is stopped before the provider has answered', async () => {
    await new PostgresTestMessages(database).open({ id: randomUUID(), channel: 'mail', provider: 'postmark' });
    expect(await new PostgresMessageBacklogs(database).of('default')).toMatchObject({
      waiting: 0,
      oldestWaitingSince: null,
      deadLetters: 0,
    });
  });

  it('is accepted all the same when the database fails while it is followed', async () => {
    stage.sandbox.reports.configure(null);
    const failing = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...environment() });
    const [postmark] = await sendByEach(settings, 'ada@example.com', {
      database: failing,
      seconds: 60,
      onWait: () => void failing.close(0),
    });
    expect(postmark).toMatchObject({
      state: 'warn',
      found: expect.stringMatching(/accepted the test message as .*: the database failed/),
    });
  });
});
