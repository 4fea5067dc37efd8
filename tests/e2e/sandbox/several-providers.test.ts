import type { FaultRule } from '@gatehouse/sandbox';
import { Administration } from '../../support/administration.js';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

describe('two providers of mails', () => {
  let harness: ServiceHarness;
  let key: string;
  let administration: Administration;

  beforeAll(async () => {
    harness = await ServiceHarness.open({
      environment: (url) => ({
        MAIL_PROVIDERS: 'postmark,mailjet',
        MAIL_SENDER: 'no-reply@acme.example',
        MAIL_POSTMARK_TOKEN: 'token',
        MAIL_POSTMARK_BASE_URL: url,
        MAIL_MAILJET_API_KEY: 'key',
        MAIL_MAILJET_API_SECRET: 'secret',
        MAIL_MAILJET_BASE_URL: url,
      }),
    });
    administration = new Administration(harness.api, harness.db);
    ({ key } = await administration.keyOf());
  });
  afterAll(() => harness.close());
  afterEach(() => harness.sandbox.faults.clear());

  const fails = (provider: string, behaviour: FaultRule['behaviour']) =>
    harness.sandbox.faults.replace([{ provider, times: 'always', behaviour }]);
  const deliveryOf = async (userId: string) => {
    const [row] = await harness.db.sql`
      select state, provider, attempts from gatehouse.deliveries where user_id = ${userId} and channel = 'mail'`;
    return row;
  };

  it('the second carries what the first refuses for now, in the same attempt, and its code activates', async () => {
    fails('postmark', { type: 'status', status: 503 });
    const ada = somebody();
    const userId = await harness.api.register(ada);
    const mail = await harness.mailTo(ada);
    await harness.deliveryIsRecorded(userId, 'sent');
    expect(mail.provider).toBe('mailjet');
    expect(await deliveryOf(userId)).toEqual({ state: 'sent', provider: 'mailjet', attempts: 1 });
    expect((await harness.api.activate(ada, codeIn(mail) ?? '')).status).toBe(200);
  });

  it('carry the same digits, when the first has taken the mail and its answer was lost', async () => {
    fails('postmark', { type: 'reset-after' });
    const ada = somebody();
    const userId = await harness.api.register(ada);
    const second = await harness.mailTo(ada, 2);
    await harness.deliveryIs(userId, 'sent');
    const [first] = harness.mailsTo(ada);
    expect([first?.provider, second.provider]).toEqual(['postmark', 'mailjet']);
    expect(first && codeIn(first)).toBe(codeIn(second));
  });

  it('get no mail whose recipient is at fault from each other', async () => {
    fails('postmark', { type: 'refusal', why: 'recipient' });
    const userId = await harness.api.register(somebody());
    await harness.deliveryIsRecorded(userId, 'failed');
    expect(await deliveryOf(userId)).toEqual({ state: 'failed', provider: 'postmark', attempts: 1 });
  });

  it('carry test mails of templates, of which nobody takes what they say of a provider for its state', async () => {
    const { token } = await administration.someone('admin');
    fails('postmark', { type: 'refusal', why: 'key' });
    const answer = await administration.call(token, 'post', '/v1/admin/templates/activation-code/en/test');
    expect(answer.status).toBe(200);
    const mails = harness.sandbox.store.list({ to: answer.body.recipient, limit: 1 });
    expect(mails).toMatchObject([{ provider: 'mailjet' }]);
    const { body } = await administration.call(key, 'get', '/v1/admin/providers');
    expect(body.providers).toMatchObject([{ state: 'closed' }, { state: 'closed' }]);
    expect(await harness.db.sql`select 1 from gatehouse.event_log where type like 'provider.%'`).toHaveLength(0);
  });

  it('show that the first gets nothing for now, in the administration, the events and the metrics', async () => {
    fails('postmark', { type: 'refusal', why: 'key' });
    const userId = await harness.api.register(somebody());
    await harness.deliveryIs(userId, 'sent');
    const read = () => administration.call(key, 'get', '/v1/admin/providers');
    await eventually('the first provider is open', async () => {
      const { body } = await read();
      return body.providers?.[0]?.state === 'open';
    });
    const { status, body } = await read();
    expect(status).toBe(200);
    expect(body.providers).toMatchObject([
      { channel: 'mail', name: 'postmark', share: null, state: 'open', reason: 'credentials-refused-401 10' },
      { channel: 'mail', name: 'mailjet', state: 'closed', reason: null },
    ]);
    expect(body.providers[1].accepted).toBeGreaterThan(0);
    const events = await harness.db.sql`
      select type, data from gatehouse.event_log where type like 'provider.%' order by position`;
    expect(events).toMatchObject([
      {
        type: 'provider.opened.v1',
        data: { channel: 'mail', provider: 'postmark', reason: 'credentials-refused-401 10' },
      },
    ]);
    expect(await harness.workerMetrics()).toMatch(/gatehouse_provider_breaker\{channel="mail",provider="postmark"\} 2/);
  });
});
